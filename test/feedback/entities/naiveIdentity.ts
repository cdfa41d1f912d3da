/** One thing that happens to the customers and calls of a small company. */
export type Step =
  | { readonly do: 'correct'; readonly call: number; readonly to: number | null }
  | { readonly do: 'undo'; readonly call: number }
  | { readonly do: 'resolve'; readonly call: number; readonly to: number | null }
  | { readonly do: 'merge'; readonly customer: number; readonly into: number }
  | { readonly do: 'unmerge'; readonly customer: number }
  | { readonly do: 'promote'; readonly customer: number };

interface Link {
  readonly customer: number;
  readonly by: 'person' | 'machine' | 'temporary';
  /** Which correction it came from. */
  readonly correction?: number;
}

interface Correction {
  readonly id: number;
  readonly to: number | null;
  undone: boolean;
  /** The link that stood before. */
  readonly before: Link | null;
}

/**
 * Who is who in plain code, as slow and as plain as possible: what the database is compared with. Customers and calls are
 * numbers; the last customers are temporary, one for each of the first calls.
 */
export class NaiveIdentity {
  readonly links: (Link | null)[];
  readonly merges = new Map<number, { readonly into: number; readonly followed: boolean }>();
  readonly #corrections: Correction[][];
  readonly #lastMachine: (Link | null)[];
  readonly #promoted = new Set<number>();
  readonly #temporaries: readonly number[];
  #next = 0;

  /** @param temporaries customer made for call 0, 1 ... */
  constructor(calls: number, temporaries: readonly number[]) {
    this.#temporaries = temporaries;
    this.links = Array.from({ length: calls }, (_, call) => {
      const customer = temporaries[call];
      return customer === undefined ? null : { customer, by: 'temporary' as const };
    });
    this.#lastMachine = [...this.links];
    this.#corrections = this.links.map(() => []);
  }

  /** The customer who stands for one. */
  survivor(customer: number): number {
    const merge = this.merges.get(customer);
    return merge === undefined ? customer : this.survivor(merge.into);
  }

  status(customer: number): 'merged' | 'temporary' | 'active' {
    if (this.merges.has(customer)) return 'merged';
    return this.#temporaries.includes(customer) && !this.#promoted.has(customer) ? 'temporary' : 'active';
  }

  /** What a person said of the call last and has not taken back; undefined: nothing. */
  said(call: number): Correction | undefined {
    return this.#corrections[call]!.findLast(({ undone }) => !undone);
  }

  /** Returns false for what must be refused. */
  apply(step: Step): boolean {
    switch (step.do) {
      case 'correct': {
        const before = this.links[step.call]!;
        const correction = { id: this.#next++, to: step.to, undone: false, before };
        this.#corrections[step.call]!.push(correction);
        const customer = step.to ?? this.#temporaries[step.call];
        this.links[step.call] =
          customer === undefined ? null : { customer, by: 'person', correction: correction.id };
        this.#follow(step.call);
        return true;
      }
      case 'undo': {
        const correction = this.said(step.call);
        if (correction === undefined) return false;
        correction.undone = true;
        const standing = this.said(step.call);
        if (standing === undefined) this.links[step.call] = this.#lastMachine[step.call]!;
        else {
          const customer = standing.to ?? this.#temporaries[step.call];
          this.links[step.call] =
            customer === undefined ? null : { customer, by: 'person', correction: standing.id };
        }
        this.#follow(step.call);
        return true;
      }
      case 'resolve': {
        if (this.said(step.call) !== undefined) return true;
        const customer = step.to ?? this.#temporaries[step.call];
        const before = this.links[step.call]!;
        const same =
          before === null || customer === undefined
            ? before === null && customer === undefined
            : this.survivor(before.customer) === this.survivor(customer);
        if (same) return true;
        this.links[step.call] =
          customer === undefined ? null : { customer, by: step.to === null ? 'temporary' : 'machine' };
        this.#lastMachine[step.call] = this.links[step.call]!;
        this.#follow(step.call);
        return true;
      }
      case 'merge': {
        if (step.customer === step.into) return false;
        if (this.survivor(step.customer) === this.survivor(step.into)) return true;
        if (this.merges.has(step.customer)) return false;
        this.merges.set(step.customer, { into: step.into, followed: false });
        return true;
      }
      case 'unmerge': {
        const merge = this.merges.get(step.customer);
        this.merges.delete(step.customer);
        const call = this.#temporaries.indexOf(step.customer);
        if (merge?.followed === true && call >= 0 && this.links[call]?.customer !== step.customer) {
          this.apply({ do: 'correct', call, to: step.customer });
        }
        return true;
      }
      case 'promote':
        if (this.merges.has(step.customer)) return false;
        this.#promoted.add(step.customer);
        return true;
    }
  }

  /** A temporary customer goes where its call goes. */
  #follow(call: number): void {
    const temporary = this.#temporaries[call];
    if (temporary === undefined) return;
    const link = this.links[call]!;
    const target = link?.customer ?? temporary;
    const merge = this.merges.get(temporary);
    if (merge !== undefined) {
      if (!merge.followed) return;
      if (target !== temporary && this.survivor(target) === this.survivor(temporary)) return;
      this.merges.delete(temporary);
    }
    if (target === temporary || this.survivor(target) === temporary) return;
    if (this.status(temporary) !== 'temporary') return;
    if (this.links.some((other) => other?.customer === temporary)) return;
    if ([...this.merges.values()].some(({ into }) => into === temporary)) return;
    this.merges.set(temporary, { into: target, followed: true });
  }
}
