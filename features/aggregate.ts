/**
 * What becomes of the events a feature selects, in time order:
 *
 * - `count`: how many; `rate`: how many per day of that part of the window in which the entity already existed (at
 *   least one day; without a window since it began).
 * - `sum`, `mean`, `min`, `max`: of the numeric field `of`, events without one left out. `last`: the newest value;
 *   `distinct`: how many different values. Sums are exact and rounded once (features/engine/exactSum.ts).
 * - `trend`: slope of `of` over time by least squares, per day (needs two moments).
 * - `daysSince`, `daysSinceFirst`: of the newest / oldest event, in days. `meanGap`: mean days between successive
 *   events (needs two).
 * - `purchaseDays`, `spanDays`, `purchaseAge`, `purchaseTotal`, `repeatMean`: inputs of purchase models. Events are
 *   merged per UTC day, refunds (negative values of `of`) taken off the purchases before them, and days of which nothing
 *   is left dropped (features/keptPurchases.ts); then the number of days, days between first and last, days from the first
 *   to the day asked about, the sum of what is left, and its mean over all but the first day.
 * - `ngram`: values of `of` of the last `length` events, oldest first, as `a>b` (needs that many);
 *   `ngramCount`: how often the values `gram` follow each other directly.
 */
export type Aggregate =
  | 'count'
  | 'rate'
  | 'sum'
  | 'mean'
  | 'min'
  | 'max'
  | 'last'
  | 'distinct'
  | 'trend'
  | 'daysSince'
  | 'daysSinceFirst'
  | 'meanGap'
  | 'purchaseDays'
  | 'spanDays'
  | 'purchaseAge'
  | 'purchaseTotal'
  | 'repeatMean'
  | 'ngram'
  | 'ngramCount';

/** Those that look at days with a purchase. */
export const aggregatesOfPurchases: ReadonlySet<Aggregate> = new Set([
  'purchaseDays',
  'spanDays',
  'purchaseAge',
  'purchaseTotal',
  'repeatMean',
]);

/** Those that read a number from each event; events without one do not take part. */
export const aggregatesOfNumbers: ReadonlySet<Aggregate> = new Set([
  'sum',
  'mean',
  'min',
  'max',
  'trend',
  ...aggregatesOfPurchases,
]);

/** Those that read a field of each event. */
export const aggregatesOfField: ReadonlySet<Aggregate> = new Set([
  ...aggregatesOfNumbers,
  'last',
  'distinct',
  'ngram',
  'ngramCount',
]);

/** Events of the longest n-gram. */
export const longestGram = 8;
