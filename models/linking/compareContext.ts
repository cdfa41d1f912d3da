import { missing } from './comparisonFields.ts';
import type { CustomerEvidence, KnownCall } from './customerEvidence.ts';
import type { LinkQuery } from './linkQuery.ts';

const day = 86_400_000;
/** Habits are read from the latest calls only: people change. */
const habitCalls = 60;

export interface ContextComparison {
  readonly recency: number;
  readonly service: number;
  readonly hourHabit: number;
  readonly weekdayHabit: number;
  readonly appointment: number;
  readonly daysSinceLastContact: number | null;
  readonly contacts: number;
}

function recencyLevel(days: number | null): number {
  if (days === null) return 0;
  return days <= 1 ? 5 : days <= 7 ? 4 : days <= 30 ? 3 : days <= 90 ? 2 : 1;
}

/** Share of calls for which `matches` holds, drawn towards `expected` as if two more calls had been seen. */
const habit = (
  calls: readonly KnownCall[],
  matches: (call: KnownCall) => boolean,
  expected: number,
): number => (calls.filter(matches).length + 2 * expected) / (calls.length + 2);

const hourApart = (a: number, b: number): number => Math.min(Math.abs(a - b), 24 - Math.abs(a - b));

/** How well a call at this moment fits what the customer has done so far. */
export function compareContext(query: LinkQuery, evidence: CustomerEvidence): ContextComparison {
  const now = query.occurredAt.getTime();
  const calls = evidence.calls.filter((call) => call.occurredAt <= now && call.callId !== query.callId);
  const last = calls.at(-1);
  const daysSinceLastContact = last === undefined ? null : (now - last.occurredAt) / day;
  const recent = calls.slice(-habitCalls);

  let service: number = missing;
  if (recent.length > 0 && query.service !== null) {
    const share = recent.filter((call) => call.service === query.service).length / recent.length;
    service = share === 0 ? 0 : share < 0.5 ? 1 : 2;
  }
  let hourHabit: number = missing;
  let weekdayHabit: number = missing;
  if (recent.length > 1) {
    const hourShare = habit(recent, (call) => hourApart(call.hour, query.hour) <= 1, 0.25);
    hourHabit = hourShare < 0.2 ? 0 : hourShare < 0.5 ? 1 : 2;
    weekdayHabit = habit(recent, (call) => call.weekday === query.weekday, 0.2) < 0.35 ? 0 : 1;
  }
  let nearest = Number.POSITIVE_INFINITY;
  for (const appointment of evidence.appointments) {
    nearest = Math.min(nearest, Math.abs(appointment.scheduledAt - now));
  }
  return {
    recency: recencyLevel(daysSinceLastContact),
    service,
    hourHabit,
    weekdayHabit,
    appointment: nearest <= 2 * day ? 2 : nearest <= 14 * day ? 1 : 0,
    daysSinceLastContact,
    contacts: calls.length,
  };
}
