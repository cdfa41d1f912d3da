import type { TransactionFact } from '../../prisma/repositories/historyRecord.ts';
import { isKnown } from '../asOf.ts';
import { type History, millisecondsPerDay } from '../history.ts';
import { keptPurchases } from '../keptPurchases.ts';
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
 * Moments of one customer with a purchase, none of which sees beyond itself. What is left of a purchase after refunds is
 * that of features/keptPurchases.ts, as known at the end of each window: the label is what is left of the purchases made
 * in it, so that a refund of what was bought before the window is not held against what is bought in it.

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
  const hadBought = (at: number) => purchasesAfter(Number.NEGATIVE_INFINITY, known, at).purchases > 0;
  const moments: LabelledMoment[] = [];
  if (from !== undefined) {
    const validationDays = Math.min(holdoutDays, Math.floor((cut - from) / 2 / millisecondsPerDay));
    const asOf = cut - validationDays * millisecondsPerDay;
    if (validationDays >= shortestValidationDays && hadBought(asOf)) {
      // What became known only in the holdout was not there to choose by.
      const { revenue, purchases } = purchasesAfter(asOf, known, cut);
      moments.push({ asOf, label: revenue, weight: 1, context: { purchases, validationDays } });
    }
  }
  if (hadBought(cut)) {
    const { revenue, purchases } = purchasesAfter(cut, known, knownAt);
    moments.push({ asOf: cut, label: revenue, weight: 1, context: { purchases, holdoutDays } });
  }
  if (hadBought(knownAt))
    moments.push({ asOf: knownAt, label: 0, weight: 0, context: { purchases: null, holdoutDays: null } });
  return moments;
}

/** What is left at `knownAt` of the purchases made after a moment, and on how many UTC days they were made. */
function purchasesAfter(moment: number, transactions: readonly TransactionFact[], knownAt: number) {
  /** The day of the moment counts twice: what came before it, and what came after. */
  const part = ({ occurredAt }: TransactionFact) =>
    2 * Math.floor(occurredAt / millisecondsPerDay) + (occurredAt > moment ? 1 : 0);
  const known = transactions.filter((one) => isKnown(one, knownAt)).sort((a, b) => part(a) - part(b));
  const bought: number[] = [];
  const refunded: number[] = [];
  const later: boolean[] = [];
  known.forEach((one, index) => {
    if (index === 0 || part(one) !== part(known[index - 1]!)) {
      bought.push(0);
      refunded.push(0);
      later.push(one.occurredAt > moment);
    }
    if (one.amount > 0) bought[bought.length - 1]! += one.amount;
    else refunded[refunded.length - 1]! -= one.amount;
  });
  const left = keptPurchases(bought, refunded).filter((_, day) => later[day]);
  return {
    revenue: left.reduce((sum, amount) => sum + amount, 0),
    purchases: left.filter((amount) => amount > 0).length,
  };
}
