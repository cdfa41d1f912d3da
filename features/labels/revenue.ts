import type { TransactionFact } from '../../prisma/repositories/historyRecord.ts';
import { isKnown } from '../asOf.ts';
import { type History, millisecondsPerDay } from '../history.ts';
import type { LabelledMoment, LabelOptions } from './labelledMoment.ts';

export interface RevenueLabelOptions extends LabelOptions {
  /** Days held out at the end. */
  readonly holdoutDays: number;
  /** Begin of the company's history, epoch milliseconds; absent: no earlier window to choose models on. */
  readonly from?: number;
}

const shortestHoldoutDays = 90;
/** Three years: as far as a lifetime value looks ahead, if not said otherwise. */
const longestHoldoutDays = 1096;
const shortestValidationDays = 45;

/**
 * How many days to hold out of a history that began at `from` and is known until `until` (epoch ms): its later
 * half, as is usual for models of purchases (Fader, Hardie & Lee 2005), because a value is a matter of years and
 * a few weeks would hardly show it; between 90 days and three years.
 */
export function holdoutDaysOf(from: number, until: number): number {
  const half = Math.ceil((until - from) / millisecondsPerDay / 2);
  return Math.min(longestHoldoutDays, Math.max(shortestHoldoutDays, half));
}

/**
 * Moments of one customer with a purchase, none of which sees beyond itself:
 * - at `knownAt`, on which the model is fitted (label 0, weight 0: its future is not known);
 * - `holdoutDays` earlier, with the revenue since as label, to see how well such a model would have done
 *   (`context.holdoutDays`, and `context.purchases`: days with a purchase);
 * - halfway between `from` and that, with the revenue until the holdout begins: on these, models are chosen
 *   without looking at the holdout (`context.validationDays`).
 */
export function revenueMoments(history: History, options: RevenueLabelOptions): LabelledMoment[] {
  const { knownAt, holdoutDays, from } = options;
  const cut = knownAt - holdoutDays * millisecondsPerDay;
  const known = history.transactions.filter((transaction) => isKnown(transaction, knownAt));
  const hadBought = (at: number) => known.some((one) => one.amount > 0 && isKnown(one, at));
  const moments: LabelledMoment[] = [];
  if (from !== undefined) {
    const validationDays = Math.min(holdoutDays, Math.floor((cut - from) / 2 / millisecondsPerDay));
    const asOf = cut - validationDays * millisecondsPerDay;
    if (validationDays >= shortestValidationDays && hadBought(asOf)) {
      // What became known only in the holdout was not there to choose by.
      const { label, context } = bought(known.filter((one) => one.occurredAt > asOf && isKnown(one, cut)));
      moments.push({ asOf, label, weight: 1, context: { ...context, validationDays } });
    }
  }
  if (hadBought(cut)) {
    const { label, context } = bought(known.filter(({ occurredAt }) => occurredAt > cut));
    moments.push({ asOf: cut, label, weight: 1, context: { ...context, holdoutDays } });
  }
  if (hadBought(knownAt))
    moments.push({ asOf: knownAt, label: 0, weight: 0, context: { purchases: null, holdoutDays: null } });
  return moments;
}

/** Revenue of some transactions, and on how many UTC days something was bought. */
function bought(transactions: readonly TransactionFact[]) {
  const days = new Map<number, number>();
  for (const { occurredAt, amount } of transactions) {
    const day = Math.floor(occurredAt / millisecondsPerDay);
    days.set(day, (days.get(day) ?? 0) + amount);
  }
  return {
    label: transactions.reduce((sum, { amount }) => sum + amount, 0),
    context: { purchases: [...days.values()].filter((sum) => sum > 0).length },
  };
}
