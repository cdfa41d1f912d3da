import type { TransactionFact } from '../../prisma/repositories/historyRecord.ts';
import { isKnown } from '../asOf.ts';
import type { Row } from '../feature.ts';
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
 * Moments of one customer, none of which sees beyond itself:
 * - at `knownAt`, on which the model is fitted (label 0, weight 0: its future is not known);
 * - `holdoutDays` earlier, with the revenue since as label, to see how well such a model would have done
 *   (`context.holdoutDays`, and `context.purchases`: days with a purchase);
 * - halfway between `from` and that, with the revenue until the holdout begins: on these, models are chosen
 *   without looking at the holdout (`context.validationDays`).
 *
 * What is left of a purchase after refunds is that of features/keptPurchases.ts, as known at the end of each window: the
 * label is what is left of the purchases made in it, so that a refund of what was bought before the window is not held
 * against what is bought in it.
 *
 * `context.waitFrom`, `waitUntil` and `waitEnded` say how long they waited for their first purchase, as known at the
 * moment (see `wait`); null: they had bought when they became known.
 */
export function revenueMoments(history: History, options: RevenueLabelOptions): LabelledMoment[] {
  const { knownAt, holdoutDays, from } = options;
  const cut = knownAt - holdoutDays * millisecondsPerDay;
  const known = history.transactions.filter((transaction) => isKnown(transaction, knownAt));
  const becameKnown = Math.max(history.occurredAt, history.recordedAt);
  const isThere = (at: number) => becameKnown <= at || firstPurchase(known, at) !== null;
  const moments: LabelledMoment[] = [];
  if (from !== undefined) {
    const validationDays = Math.min(holdoutDays, Math.floor((cut - from) / 2 / millisecondsPerDay));
    const asOf = cut - validationDays * millisecondsPerDay;
    if (validationDays >= shortestValidationDays && isThere(asOf)) {
      // What became known only in the holdout was not there to choose by.
      const { revenue, purchases } = purchasesAfter(asOf, known, cut);
      const context = { purchases, validationDays, ...wait(history, asOf) };
      moments.push({ asOf, label: revenue, weight: 1, context });
    }
  }
  if (isThere(cut)) {
    const { revenue, purchases } = purchasesAfter(cut, known, knownAt);
    const context = { purchases, holdoutDays, ...wait(history, cut) };
    moments.push({ asOf: cut, label: revenue, weight: 1, context });
  }
  if (isThere(knownAt)) {
    const context = { purchases: null, holdoutDays: null, ...wait(history, knownAt) };
    moments.push({ asOf: knownAt, label: 0, weight: 0, context });
  }
  return moments;
}

/**
 * How long somebody was seen without a purchase, as known at a moment, in days since they became a customer: from when
 * they were known until the first purchase (ended: 1) or the moment (0). Nulls: they had bought by the end of the day on
 * which they became known, as those do who are entered because they buy; they say nothing of those who wait.
 */
function wait(history: History, knownAt: number): Row {
  const becameKnown = Math.max(history.occurredAt, history.recordedAt);
  const first = firstPurchase(history.transactions, knownAt);
  const days = (at: number) => (at - history.occurredAt) / millisecondsPerDay;
  const dayOf = (at: number) => Math.floor(at / millisecondsPerDay);
  if (becameKnown > knownAt || (first !== null && dayOf(first) <= dayOf(becameKnown)))
    return { waitFrom: null, waitUntil: null, waitEnded: null };
  return {
    waitFrom: days(becameKnown),
    waitUntil: days(first ?? knownAt),
    waitEnded: first === null ? 0 : 1,
  };
}

/** When the first purchase took place of which something is left, as known at a moment; null: there is none. */
function firstPurchase(transactions: readonly TransactionFact[], knownAt: number): number | null {
  return purchasesAfter(Number.NEGATIVE_INFINITY, transactions, knownAt).first;
}

/** What is left at `knownAt` of the purchases made after a moment, on how many UTC days they were made, and since when. */
function purchasesAfter(moment: number, transactions: readonly TransactionFact[], knownAt: number) {
  /** The day of the moment counts twice: what came before it, and what came after. */
  const part = ({ occurredAt }: TransactionFact) =>
    2 * Math.floor(occurredAt / millisecondsPerDay) + (occurredAt > moment ? 1 : 0);
  const known = transactions
    .filter((one) => isKnown(one, knownAt))
    .sort((a, b) => part(a) - part(b) || a.occurredAt - b.occurredAt);
  const bought: number[] = [];
  const refunded: number[] = [];
  /** When something was first bought in each part; null where that was not after the moment. */
  const since: (number | null)[] = [];
  known.forEach((one, index) => {
    if (index === 0 || part(one) !== part(known[index - 1]!)) {
      bought.push(0);
      refunded.push(0);
      since.push(null);
    }
    const last = bought.length - 1;
    if (one.amount > 0) {
      bought[last]! += one.amount;
      if (one.occurredAt > moment) since[last] ??= one.occurredAt;
    } else refunded[last]! -= one.amount;
  });
  const left = keptPurchases(bought, refunded);
  const made = since.flatMap((at, index) =>
    at !== null && left[index]! > 0 ? [{ at, left: left[index]! }] : [],
  );
  return {
    revenue: made.reduce((sum, purchase) => sum + purchase.left, 0),
    purchases: made.length,
    first: made[0]?.at ?? null,
  };
}
