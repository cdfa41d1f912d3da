import type { AttributeShares, CallAttributes } from './attributeShares.ts';
import { missing } from './comparisonFields.ts';
import type { CustomerActivity, KnownAppointment, KnownCall } from './customerEvidence.ts';
import type { LinkQuery } from './linkQuery.ts';

const day = 86_400_000;
/** Habits are read from the latest calls only: people change. */
const habitCalls = 60;

export interface ContextComparison {
  readonly recency: number;
  readonly service: number;
  readonly hourHabit: number;
  readonly weekdayHabit: number;
  readonly attributes: number;
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

function serviceLevel(
  query: LinkQuery,
  calls: readonly KnownCall[],
  appointments: readonly KnownAppointment[],
): number {
  let same = 0;
  let all = 0;
  for (const { service } of [...calls, ...appointments.slice(-habitCalls)]) {
    if (service === null) continue;
    all++;
    if (service === query.service) same++;
  }
  if (all === 0 || query.service === null) return missing;
  const share = same / all;
  return share === 0 ? 0 : share < 0.5 ? 1 : 2;
}

/** Level of the appointment nearest to the call: before it people ask about it, after it about what came of it. */
function appointmentLevel(now: number, appointments: readonly KnownAppointment[]): number {
  let ahead = Number.POSITIVE_INFINITY;
  let behind = Number.POSITIVE_INFINITY;
  for (const { scheduledAt } of appointments) {
    const days = (scheduledAt - now) / day;
    if (days >= 0) ahead = Math.min(ahead, days);
    else behind = Math.min(behind, -days);
  }
  if (ahead <= 4 && ahead <= behind) return 6;
  if (behind <= 3) return 5;
  if (ahead <= 4) return 6;
  if (behind <= 10) return 4;
  if (ahead <= 14) return 3;
  return behind <= 30 ? 2 : ahead < Number.POSITIVE_INFINITY ? 1 : 0;
}

function attributesLevel(
  asked: CallAttributes | undefined,
  calls: readonly KnownCall[],
  shares: AttributeShares,
): number {
  if (asked === undefined) return missing;
  const lift = shares.lift(
    asked,
    calls.map(({ attributes }) => attributes),
  );
  if (lift === null) return missing;
  return lift < -0.4 ? 0 : lift < 0.2 ? 1 : lift < 0.8 ? 2 : 3;
}

export const noContext: ContextComparison = {
  recency: 0,
  service: missing,
  hourHabit: missing,
  weekdayHabit: missing,
  attributes: missing,
  appointment: 0,
  daysSinceLastContact: null,
  contacts: 0,
};

/** How well a call at this moment fits what the customer has done so far. */
export function compareContext(
  query: LinkQuery,
  activity: CustomerActivity,
  shares: AttributeShares,
): ContextComparison {
  if (activity.calls.length === 0 && activity.appointments.length === 0) return noContext;
  const now = query.occurredAt.getTime();
  const calls = activity.calls.filter((call) => call.occurredAt <= now && call.callId !== query.callId);
  const last = calls.at(-1);
  const daysSinceLastContact = last === undefined ? null : (now - last.occurredAt) / day;
  const recent = calls.slice(-habitCalls);
  let hourHabit: number = missing;
  let weekdayHabit: number = missing;
  if (recent.length > 1) {
    const hourShare = habit(recent, (call) => hourApart(call.hour, query.hour) <= 1, 0.25);
    hourHabit = hourShare < 0.2 ? 0 : hourShare < 0.5 ? 1 : 2;
    weekdayHabit = habit(recent, (call) => call.weekday === query.weekday, 0.2) < 0.35 ? 0 : 1;
  }
  return {
    recency: recencyLevel(daysSinceLastContact),
    service: serviceLevel(query, recent, activity.appointments),
    hourHabit,
    weekdayHabit,
    attributes: attributesLevel(query.attributes, recent, shares),
    appointment: appointmentLevel(now, activity.appointments),
    daysSinceLastContact,
    contacts: calls.length,
  };
}
