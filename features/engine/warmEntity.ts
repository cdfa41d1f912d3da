import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import type { EntityFeatures } from '../entityFeatures.ts';
import type { Feature, Row } from '../feature.ts';
import type { History } from '../history.ts';
import { EntityReplay } from './entityReplay.ts';
import { type SequenceSource, sequenceSources } from './eventType.ts';
import { planOf } from './plan.ts';
import { byTime } from './timeline.ts';

/** No task reads more than two lists of features of one entity; a third (another catalogue of actions) replaces one. */
const keptLists = 2;

type Lists = { [S in SequenceSource]: History[S][number][] };

interface Ready {
  readonly replay: EntityReplay;
  /** What it was loaded with is not what is known now. */
  stale: boolean;
}

/**
 * One entity's features kept ready: new facts are taken in one by one and the moment moves forward, so that an answer
 * costs what is new and not the whole history. What does not fit in (a late fact, a new version, an earlier moment) is
 * computed from the whole history again; the values are the same either way, to the bit.
 */
export class WarmEntity implements EntityFeatures {
  readonly entity: History['entity'];
  readonly id: string;
  readonly #ready = new Map<readonly Feature[], Ready>();
  readonly #facts: Lists;
  readonly #ids: { readonly [S in SequenceSource]: Set<string> };
  #history: History;

  constructor(history: History) {
    this.entity = history.entity;
    this.id = history.id;
    this.#history = history;
    const { transactions, calls, appointments, interactions, outcomes } = history;
    this.#facts = {
      transactions: [...transactions],
      calls: [...calls],
      appointments: [...appointments],
      interactions: [...interactions],
      outcomes: [...outcomes],
    };
    const ids = (facts: readonly Fact[]) => new Set(facts.map(({ id }) => id));
    this.#ids = {
      transactions: ids(transactions),
      calls: ids(calls),
      appointments: ids(appointments),
      interactions: ids(interactions),
      outcomes: ids(outcomes),
    };
  }

  /** Facts of all sources, versions counted one by one. */
  get events(): number {
    return sequenceSources.reduce((sum, source) => sum + this.#facts[source].length, 0);
  }

  has(source: SequenceSource, id: string): boolean {
    return this.#ids[source].has(id);
  }

  /** Puts `facts`, all versions of the facts `ids`, in the place of what was known of these; none: they are gone. */
  replace<S extends SequenceSource>(
    source: S,
    ids: readonly string[],
    facts: readonly History[S][number][],
  ): void {
    const known = this.#ids[source];
    if (ids.some((id) => known.has(id))) {
      const replaced = new Set(ids);
      for (const id of ids) known.delete(id);
      const others = (this.#facts[source] as Fact[]).filter(({ id }) => !replaced.has(id));
      this.#facts[source] = others as History[S][number][] as Lists[S];
      for (const ready of this.#ready.values()) ready.stale = true;
    }
    for (const fact of [...facts].sort(byTime)) {
      (this.#facts[source] as History[S][number][]).push(fact);
      const isNew = !known.has(fact.id);
      known.add(fact.id);
      for (const ready of this.#ready.values())
        if (!ready.stale) ready.stale = !isNew || !ready.replay.append(source, fact);
    }
  }

  /** Puts `attributes` in the place of all that were known. */
  replaceAttributes(attributes: History['attributes']): void {
    this.#history = { ...this.#history, attributes };
    for (const { replay } of this.#ready.values()) replay.loadAttributes(attributes);
  }

  /** Feature values as of a moment, epoch milliseconds. */
  at(features: readonly Feature[], asOf: number): Row {
    const ready = this.#readyFor(features);
    if (ready.stale) {
      ready.replay.load({ ...this.#history, ...this.#facts });
      ready.stale = false;
    }
    return ready.replay.at(asOf);
  }

  #readyFor(features: readonly Feature[]): Ready {
    const known = this.#ready.get(features);
    this.#ready.delete(features);
    if (known === undefined && this.#ready.size >= keptLists)
      this.#ready.delete(this.#ready.keys().next().value!);
    const ready = known ?? { replay: new EntityReplay(planOf(features)), stale: true };
    this.#ready.set(features, ready);
    return ready;
  }
}
