import { berlinTime, DAY, iso, WEEK } from '../calendar.ts';
import type { Parameters } from '../parameters.ts';
import { chance, exponential, lognormal, pick } from '../random/distributions.ts';
import { stream, type Uniform } from '../random/stream.ts';
import { branches } from './branches.ts';
import { callingDay, callingHour } from './openingHours.ts';
import type { Person } from './person.ts';
import { serviceNamed, services } from './services.ts';
import { type Claims, spokenIdentity } from './spokenIdentity.ts';
import { type Purpose, transcriptOf } from './transcript.ts';
import type { Visit } from './visits.ts';

export interface Call {
  readonly externalId: string;
  /** Hidden truth. */
  readonly personId: string;
  readonly at: number;
  readonly durationSeconds: number;
  readonly service: string | null;
  readonly purpose: Purpose;
  readonly branch: string;
  readonly withheld: boolean;
  readonly hangsUp: boolean;
  readonly claims: Claims;
  readonly transcript: string | null;
}

export type UnnumberedCall = Omit<Call, 'externalId'>;

/** One call of a person around a moment, at their hours and with what they leave. */
export function callAround(
  random: Uniform,
  person: Person,
  around: number,
  purpose: Purpose,
  parameters: Parameters,
): UnnumberedCall {
  const { calls } = parameters;
  const { habit } = person;
  const day = callingDay(
    random,
    around,
    purpose === 'booking' || purpose === 'change' ? 'before' : 'after',
    habit.weekdays,
  );
  const usual = !chance(random, calls.hourIgnored);
  const at = berlinTime(day, callingHour(random, usual ? habit.hour : 12.5, usual ? calls.hourSpread : 4));
  const withheld = chance(random, habit.withheld);
  const hangsUp = chance(random, calls.earlyHangUp);
  const service = chance(random, calls.mainService) ? serviceNamed(person.service) : pick(random, services);
  const branch = chance(random, calls.homeBranch) ? person.branch : pick(random, branches);
  const claims = spokenIdentity(random, person, at, !withheld, hangsUp, parameters);
  const transcript = transcriptOf(random, claims, purpose, service);
  const keepsTranscript = chance(random, calls.transcript);
  const seconds = lognormal(random, calls.durationMedian, 0.5);
  return {
    personId: person.id,
    at,
    durationSeconds: Math.round(hangsUp ? Math.min(15, seconds / 12) : seconds),
    service: hangsUp ? null : service.name,
    purpose,
    branch: branch.name,
    withheld,
    hangsUp,
    claims,
    transcript: keepsTranscript && !hangsUp ? transcript : null,
  };
}

/** The calls that go with a customer's visits, from `from` on. */
export function callsOf(
  seed: number,
  person: Person,
  visits: readonly Visit[],
  from: number,
  parameters: Parameters,
): UnnumberedCall[] {
  const { calls } = parameters;
  return visits.flatMap((visit, i) => {
    if (visit.at < from - 4 * WEEK) return [];
    // A stream per visit: more calls about one visit do not change the calls about the next.
    const random = stream(seed, 'calls', person.id, i);
    const found: UnnumberedCall[] = [];
    const call = (around: number, purpose: Purpose) =>
      found.push(callAround(random, person, around, purpose, parameters));
    if (chance(random, calls.bookingByPhone)) call(visit.bookedAt, 'booking');
    if (visit.status === 'cancelled' || chance(random, calls.rescheduling)) {
      call(visit.at - Math.max(0.2, random() * 4) * DAY, 'change');
    }
    if (chance(random, calls.questions)) call(visit.at + exponential(random, 6) * DAY, 'question');
    if (visit.complaintAt !== null) call(visit.complaintAt, 'complaint');
    return found.filter((one) => one.at >= from);
  });
}

/** The body of the resolve request, and nothing that would give the caller away. */
export function callPayload(call: Call): Record<string, unknown> {
  return {
    externalId: call.externalId,
    occurredAt: iso(call.at),
    durationSeconds: call.durationSeconds,
    ...(call.service === null ? {} : { service: call.service }),
    claims: call.claims,
    ...(call.transcript === null ? {} : { transcript: call.transcript }),
    attributes: { branch: call.branch, purpose: call.hangsUp ? 'unknown' : call.purpose },
  };
}
