import { isKnown } from '../asOf.ts';
import { type History, millisecondsPerDay } from '../history.ts';
import type { LabelledMoment, LabelOptions } from './labelledMoment.ts';

export interface RevenueLabelOptions extends LabelOptions {
  /** Days held out at the end. */
  readonly holdoutDays: number;
}

const shortestHoldoutDays = 90;
const longestHoldoutDays = 365;

/**
 * How many days to hold out of a history that began at `from` and is known until `until` (epoch ms): its later
 * half, as is usual for models of purchases (Fader, Hardie & Lee 2005), because a value is a matter of years and
 * a few weeks would hardly show it; between 90 and 365 days.
 */
export function holdoutDaysOf(from: number, until: number): number {
  const half = Math.ceil((until - from) / millisecondsPerDay / 2);
  return Math.min(longestHoldoutDays, Math.max(shortestHoldoutDays, half));
}

/**
 * Two moments per customer with a purchase: at `knownAt`, on which the model is fitted (label 0, weight 0:
 * its future is not known), and `holdoutDays` earlier with the revenue since as label and the number of days
 * with a purchase as `context.purchases`, to see how well such a model would have done.
 */
export function revenueMoments(history: History, options: RevenueLabelOptions): LabelledMoment[] {
  const { knownAt, holdoutDays } = options;
  const cut = knownAt - holdoutDays * millisecondsPerDay;
  const known = history.transactions.filter((transaction) => isKnown(transaction, knownAt));
  const moments: LabelledMoment[] = [];
  if (known.some((transaction) => transaction.amount > 0 && isKnown(transaction, cut))) {
    const later = known.filter(({ occurredAt }) => occurredAt > cut);
    const days = new Map<number, number>();
    for (const { occurredAt, amount } of later) {
      const day = Math.floor(occurredAt / millisecondsPerDay);
      days.set(day, (days.get(day) ?? 0) + amount);
    }
    moments.push({
      asOf: cut,
      label: later.reduce((sum, { amount }) => sum + amount, 0),
      weight: 1,
      context: { purchases: [...days.values()].filter((sum) => sum > 0).length, holdoutDays },
    });
  }
  if (known.some(({ amount }) => amount > 0))
    moments.push({ asOf: knownAt, label: 0, weight: 0, context: { purchases: null, holdoutDays: null } });
  return moments;
}
