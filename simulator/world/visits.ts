import { berlinDay, berlinTime, DAY, HOUR, WEEK } from '../calendar.ts';
import type { Parameters } from '../parameters.ts';
import { between, chance, exponential, gamma, lognormal } from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import { treatmentTime } from './openingHours.ts';
import type { Person } from './person.ts';

export interface Visit {
  readonly personId: string;
  /** When it was agreed. */
  readonly bookedAt: number;
  readonly at: number;
  readonly status: 'attended' | 'cancelled' | 'no_show';
  readonly service: string;
  /** Euro; 0 unless attended. */
  readonly amount: number;
  /** When a complaint about it came in, if one did. */
  readonly complaintAt: number | null;
}

function complaintTime(visitAt: number, daysLater: number, hour: number): number {
  return Math.max(visitAt + HOUR, berlinTime(berlinDay(visitAt) + daysLater * DAY, hour));
}

/** First moment of the phase in which somebody who is going to leave already behaves differently. */
export function leavingFrom(person: Person, parameters: Parameters): number {
  return Math.max(person.joinsAt, person.leavesAt - parameters.leaving.phaseWeeks * WEEK);
}

/**
 * All visits of a customer until `until`, in time order: a renewal process with gamma gaps around the personal
 * rate, thinned in the leaving phase, ending with the departure (a buy-till-you-die process with a rhythm).
 */
export function visitsOf(seed: number, person: Person, until: number, parameters: Parameters): Visit[] {
  const random = stream(seed, 'visits', person.id);
  const { rhythm, noShow, cancelled, complaint, spendSigma } = parameters.visits;
  const { leaving } = parameters;
  const phaseFrom = leavingFrom(person, parameters);
  const visits: Visit[] = [];
  for (let at = person.joinsAt; at < person.leavesAt && at < until; ) {
    const inPhase = at >= phaseFrom;
    const first = visits.length === 0;
    const kept = first || !inPhase || chance(random, leaving.visitsKept);
    const time = treatmentTime(random, at);
    const trouble = random();
    const [missed, dropped] = inPhase ? [leaving.noShow, leaving.cancelled] : [noShow, cancelled];
    // The record is opened at the first visit, so that one takes place.
    const status =
      first || trouble >= missed + dropped ? 'attended' : trouble < missed ? 'no_show' : 'cancelled';
    const amount =
      Math.round(100 * lognormal(random, person.meanSpend * Math.exp(-(spendSigma ** 2) / 2), spendSigma)) /
      100;
    // The books open five weeks ahead.
    const bookedAt = time - Math.min(35, Math.max(0.6, exponential(random, 9))) * DAY;
    const complains = chance(random, inPhase ? leaving.complaint : complaint);
    // By telephone or mail within the next two days, in the daytime.
    const complaintAt = complains ? complaintTime(time, between(random, 0, 2), 9 + 8 * random()) : null;
    if (kept) {
      visits.push({
        personId: person.id,
        bookedAt,
        at: time,
        status,
        service: person.service,
        amount: status === 'attended' ? Math.max(amount, 1) : 0,
        complaintAt,
      });
    }
    at += Math.max(0.5 * DAY, gamma(random, rhythm, WEEK / person.weeklyRate));
  }
  return visits;
}
