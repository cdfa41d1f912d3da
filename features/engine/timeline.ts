import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { repeatedIds } from './repeatedIds.ts';
import { withoutOverlap } from './withoutOverlap.ts';

/** Visible once it has happened and is recorded, until it is taken back. */
export const visibleFrom = (fact: Fact): number =>
  fact.recordedAt > fact.occurredAt ? fact.recordedAt : fact.occurredAt;
export const visibleUntil = (fact: Fact): number =>
  fact.retractedAt === null ? Number.POSITIVE_INFINITY : fact.retractedAt;

/** In time order; facts of one moment by id. */
export function byTime(a: Fact, b: Fact): number {
  return a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * When each fact of one source was visible, in time order: at the moments `from <= t < until`. Of a fact that was
 * delivered more than once the version recorded last is seen, as long as it stands; the others have the time that this
 * leaves them. At no moment are two versions of one fact visible, so that whoever goes on need not think of duplicates.
 * Used again and again, so that its arrays are made once.
 */
export class Timeline {
  size = 0;
  readonly facts: Fact[] = [];
  occurredAt = new Float64Array(64);
  from = new Float64Array(64);
  until = new Float64Array(64);

  load(facts: readonly Fact[]): void {
    this.size = 0;
    if (facts.length > this.from.length) this.#grow(facts.length);
    const { occurredAt } = this;
    let inOrder = true;
    for (let index = 0; index < facts.length; index++) {
      const fact = facts[index]!;
      const time = fact.occurredAt;
      const recorded = fact.recordedAt;
      const retracted = fact.retractedAt;
      this.facts[index] = fact;
      occurredAt[index] = time;
      this.from[index] = recorded > time ? recorded : time;
      this.until[index] = retracted === null ? Number.POSITIVE_INFINITY : retracted;
      if (index > 0 && time <= occurredAt[index - 1]!)
        if (time < occurredAt[index - 1]! || fact.id < facts[index - 1]!.id) inOrder = false;
    }
    const repeated = repeatedIds(facts);
    if (inOrder && repeated === null) this.size = facts.length;
    else this.#loadCarefully(facts, repeated);
  }

  /** One entry more. It is for the caller to keep the order. */
  push(fact: Fact, occurredAt: number, from: number, until: number): void {
    const { size } = this;
    if (size === this.from.length) this.#grow(2 * size);
    this.facts[size] = fact;
    this.occurredAt[size] = occurredAt;
    this.from[size] = from;
    this.until[size] = until;
    this.size = size + 1;
  }

  #loadCarefully(facts: readonly Fact[], repeated: ReadonlySet<string> | null): void {
    const versions = new Map<string, Fact[]>();
    const stretches = new Map<Fact, { from: number; until: number }[]>();
    if (repeated !== null) {
      for (const fact of facts) {
        if (!repeated.has(fact.id)) continue;
        const known = versions.get(fact.id);
        if (known) known.push(fact);
        else versions.set(fact.id, [fact]);
      }
      for (const group of versions.values())
        for (const { fact, from, until } of withoutOverlap(group)) {
          const own = stretches.get(fact);
          if (own) own.push({ from, until });
          else stretches.set(fact, [{ from, until }]);
        }
    }
    for (const fact of [...facts].sort(byTime)) {
      if (repeated?.has(fact.id)) {
        for (const { from, until } of stretches.get(fact) ?? [])
          this.push(fact, fact.occurredAt, from, until);
        stretches.delete(fact);
      } else this.push(fact, fact.occurredAt, visibleFrom(fact), visibleUntil(fact));
    }
  }

  #grow(size: number): void {
    const grown = (array: Float64Array) => {
      const longer = new Float64Array(Math.max(size, 2 * array.length));
      longer.set(array);
      return longer;
    };
    this.occurredAt = grown(this.occurredAt);
    this.from = grown(this.from);
    this.until = grown(this.until);
  }
}
