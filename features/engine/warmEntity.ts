import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import type { Row } from '../feature.ts';
import type { History } from '../history.ts';
import { EntityReplay } from './entityReplay.ts';
import type { SequenceSource } from './eventType.ts';
import type { Plan } from './plan.ts';

/**
 * One entity's features kept ready: new facts are taken in one by one and the moment moves forward, so that an answer
 * costs what is new and not the whole history. What does not fit in (a late fact, a new version, an earlier moment) is
 * computed from the whole history again; the values are the same either way, to the bit.
 */
export class WarmEntity {
  readonly #replay: EntityReplay;
  readonly #facts: { readonly [S in SequenceSource]: History[S][number][] };
  readonly #ids: { readonly [S in SequenceSource]: Set<string> };
  #history: History;
  #stale = false;

  constructor(plan: Plan, history: History) {
    this.#replay = new EntityReplay(plan);
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
    this.#replay.load(history);
  }

  /** Takes in a fact, or a further version of one. */
  add<S extends SequenceSource>(source: S, fact: History[S][number]): void {
    (this.#facts[source] as History[S][number][]).push(fact);
    const isNew = !this.#ids[source].has(fact.id);
    this.#ids[source].add(fact.id);
    if (!this.#stale) this.#stale = !isNew || !this.#replay.append(source, fact);
  }

  /** Feature values as of a moment, epoch milliseconds. */
  at(asOf: number): Row {
    if (this.#stale) {
      this.#history = { ...this.#history, ...this.#facts };
      this.#replay.load(this.#history);
      this.#stale = false;
    }
    return this.#replay.at(asOf);
  }
}
