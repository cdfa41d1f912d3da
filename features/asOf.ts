import type { Fact, Scalar } from '../prisma/repositories/historyRecord.ts';
import type { AppointmentView, SourceFacts } from './feature.ts';
import type { History } from './history.ts';

/** The facts of a history that could be used at one moment, each source sorted by time. */
export interface View {
  readonly asOf: number;
  readonly events: { readonly [S in keyof SourceFacts]: readonly SourceFacts[S][] };
  /** Attributes of the newest snapshot; empty when none is known. */
  readonly attributes: Readonly<Record<string, Scalar>>;
}

/** The one rule of what was known: recorded and happened by then, and not taken back by then. */
export function isKnown(fact: Fact, asOf: number): boolean {
  return (
    fact.recordedAt <= asOf &&
    fact.occurredAt <= asOf &&
    (fact.retractedAt === null || fact.retractedAt > asOf)
  );
}

function byTime(a: Fact, b: Fact): number {
  return a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.recordedAt - b.recordedAt);
}

/**
 * Known facts in time order, one per id: of a fact delivered twice the version recorded last holds.
 * Histories arrive sorted, so the sort is skipped when it would change nothing.
 */
function knownEvents<F extends Fact>(facts: readonly F[], asOf: number): F[] {
  let known = facts.filter((fact) => isKnown(fact, asOf));
  if (new Set(known.map((fact) => fact.id)).size < known.length) {
    const latest = new Map<string, F>();
    for (const fact of known) {
      const other = latest.get(fact.id);
      if (!other || supersedes(fact, other)) latest.set(fact.id, fact);
    }
    known = [...latest.values()];
  }
  for (let i = 1; i < known.length; i++) if (byTime(known[i - 1]!, known[i]!) > 0) return known.sort(byTime);
  return known;
}

function supersedes(fact: Fact, other: Fact): boolean {
  if (fact.recordedAt !== other.recordedAt) return fact.recordedAt > other.recordedAt;
  // Same known time, different content: any rule will do as long as delivery order does not decide.
  return JSON.stringify(fact) > JSON.stringify(other);
}

/**
 * What was known of a history at `asOf`.
 *
 * An appointment's status is believed from its scheduled time on; until then it counts as booked, because
 * only the newest status is stored and "attended" cannot have been known earlier.
 */
export function viewAsOf(history: History, asOf: number): View {
  const appointments = knownEvents(history.appointments, asOf).map((fact): AppointmentView => {
    const upcoming = fact.scheduledAt > asOf;
    return { ...fact, status: upcoming ? 'booked' : fact.status, upcoming };
  });
  let newest: History['attributes'][number] | undefined;
  for (const snapshot of history.attributes) {
    if (!isKnown(snapshot, asOf)) continue;
    if (
      !newest ||
      snapshot.recordedAt > newest.recordedAt ||
      (snapshot.recordedAt === newest.recordedAt &&
        (snapshot.occurredAt > newest.occurredAt ||
          (snapshot.occurredAt === newest.occurredAt && snapshot.id > newest.id)))
    )
      newest = snapshot;
  }
  return {
    asOf,
    events: {
      transactions: knownEvents(history.transactions, asOf),
      calls: knownEvents(history.calls, asOf),
      appointments,
      interactions: knownEvents(history.interactions, asOf),
      outcomes: knownEvents(history.outcomes, asOf),
    },
    attributes: newest?.attributes ?? {},
  };
}
