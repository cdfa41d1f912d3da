import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { isKnown } from '../asOf.ts';
import { type History, millisecondsPerDay } from '../history.ts';
import type { LabelledMoment, LabelOptions } from './labelledMoment.ts';

export interface LeadConversionOptions extends LabelOptions {
  /** A lead counts as won when it converts within this many days; default 60. */
  readonly horizonDays?: number;
  /** Days after which nearly every lead is won or lost; default: the horizon. */
  readonly closingDays?: number;
}

/** A lead counts as won when it converts within this many days, if not said otherwise. */
export const conversionHorizonDays = 60;

/** Days after a lead came in at which it is looked at again, as long as it is open and being worked on. */
const laterLooksDays = [7, 14, 30, 60];

/**
 * Moments of one lead: when it came in, and again at 7, 14, 30 and 60 days while it is open and something has
 * been done about it or heard from it (a lead nobody has touched would only repeat its first row). Label 1:
 * converted within the horizon; 0: lost, or still open at its end. Leads are left out until nearly all of their age
 * are closed, even if they are closed themselves: wins and losses are not reported equally fast. Those still open
 * then wait for the end of the horizon.
 */
export function leadConversionMoments(history: History, options: LeadConversionOptions): LabelledMoment[] {
  const { knownAt, horizonDays = conversionHorizonDays, lagDays = 0 } = options;
  const closing = (options.closingDays ?? horizonDays) * millisecondsPerDay;
  const matureAt = knownAt - lagDays * millisecondsPerDay;
  const horizon = horizonDays * millisecondsPerDay;
  const ends = history.outcomes.filter(
    (outcome) => isKnown(outcome, knownAt) && (outcome.kind === 'converted' || outcome.kind === 'lost'),
  );
  const closedAt = Math.min(...ends.map(({ occurredAt }) => occurredAt));
  const convertedAt = Math.min(
    ...ends.filter(({ kind }) => kind === 'converted').map(({ occurredAt }) => occurredAt),
  );
  const created = Math.max(history.occurredAt, history.recordedAt);
  const sources: readonly (readonly Fact[])[] = [history.interactions, history.calls, history.appointments];

  const moments: LabelledMoment[] = [];
  for (const days of [0, ...laterLooksDays]) {
    const asOf = created + days * millisecondsPerDay;
    if (asOf > knownAt || (days > 0 && closedAt <= asOf)) break;
    if (days > 0 && !sources.some((facts) => facts.some((fact) => isKnown(fact, asOf)))) continue;
    const end = asOf + horizon;
    const settled = asOf + closing <= matureAt && closedAt <= matureAt;
    if (settled || end <= matureAt) moments.push({ asOf, label: convertedAt <= end ? 1 : 0, weight: 1 });
    else options.onCensored?.(asOf);
  }
  return moments;
}
