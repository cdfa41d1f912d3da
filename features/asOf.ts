import type { Fact, LeadFact, Scalar } from '../prisma/repositories/historyRecord.ts';
import type { AppointmentView, SourceFacts } from './feature.ts';
import type { History } from './history.ts';

/** The facts of a history that could be used at one moment, each source sorted by time. */
export interface View {
  readonly asOf: number;
  readonly events: { readonly [S in keyof SourceFacts]: readonly SourceFacts[S][] };
  /** Attributes of the newest snapshot; empty when none is known. */
  readonly attributes: Readonly<Record<string, Scalar>>;
  /** The lead's own columns as they stood; undefined: no lead, or not known yet. */
  readonly lead: LeadFact | undefined;
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

/** The fact recorded last, of those known; of facts recorded together the later one. */
export function newestKnown<F extends Fact>(facts: readonly F[], asOf: number): F | undefined {
  let newest: F | undefined;
  for (const fact of facts) if (isKnown(fact, asOf) && (!newest || supersedes(fact, newest))) newest = fact;
  return newest;
}

function supersedes(fact: Fact, other: Fact): boolean {
  if (fact.recordedAt !== other.recordedAt) return fact.recordedAt > other.recordedAt;
  if (fact.occurredAt !== other.occurredAt) return fact.occurredAt > other.occurredAt;
  if (fact.id !== other.id) return fact.id > other.id;
  // Same known time, different content: any rule will do as long as delivery order does not decide.
  return JSON.stringify(fact) > JSON.stringify(other);
}

/** What was known of a history at `asOf`. */
export function viewAsOf(history: History, asOf: number): View {
  const appointments = knownEvents(history.appointments, asOf).map(
    (fact): AppointmentView => ({ ...fact, upcoming: fact.status === 'booked' && fact.scheduledAt > asOf }),
  );
  return {
    asOf,
    events: {
      transactions: knownEvents(history.transactions, asOf),
      calls: knownEvents(history.calls, asOf),
      appointments,
      interactions: knownEvents(history.interactions, asOf),
      outcomes: knownEvents(history.outcomes, asOf),
    },
    attributes: newestKnown(history.attributes, asOf)?.attributes ?? {},
    lead: newestKnown(history.leadVersions, asOf),
  };
}
