/** What is less than this share of a purchase is rounding, not money left over from a refund. */
const rounding = 1e-9;

/**
 * The one rule of refunds, for features, labels and files of transactions. A purchase is a day with positive amounts;
 * zeros are no purchase, and negative amounts are refunds: each is taken off what is left of the purchases up to its
 * day, the latest first, because most goes back soon after it was bought. What exceeds them all is dropped: its
 * purchases are not known. A day of which nothing is left is no purchase.
 *
 * Refunds count from when they are known: whoever asks as of an earlier moment gives only what was known then.
 *
 * @param bought sum of the positive amounts of each day, in the order of the days; NaN: bought for an unknown amount,
 * from which nothing can be taken
 * @param refunded sum of the refunds of each day, as a positive number
 * @returns what is left of each day, 0 where that is nothing
 */
export function keptPurchases(bought: ArrayLike<number>, refunded: ArrayLike<number>): Float64Array {
  const left = Float64Array.from(bought);
  /** Days with something left, the latest last. */
  const open: number[] = [];
  for (let day = 0; day < left.length; day++) {
    if (left[day]! > 0) open.push(day);
    let owed = refunded[day]!;
    while (owed > 0 && open.length > 0) {
      const latest = open.at(-1)!;
      const rest = left[latest]! - owed;
      if (rest > rounding * bought[latest]!) {
        left[latest] = rest;
        break;
      }
      owed = -rest;
      left[latest] = 0;
      open.pop();
    }
  }
  return left;
}
