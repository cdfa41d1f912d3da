import type { PurchaseHistory } from './purchaseHistory.ts';

/** One line of a file of transactions. */
export interface Transaction {
  readonly customer: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Company currency; negative: a refund; null: not known. */
  readonly amount: number | null;
}

/** Everything one customer bought. A purchase is a day with one: what is bought on the same day is one decision. */
export interface CustomerPurchases {
  readonly customer: string;
  /** Ascending. */
  readonly days: readonly number[];
  /** Of each day, >= 0; NaN when not known. */
  readonly amounts: readonly number[];
  /** Refunds on days without a purchase, ascending by day; amounts < 0. */
  readonly refunds: readonly { readonly day: number; readonly amount: number }[];
}

/** A customer as they stood at the end of one day. */
export interface CustomerRecord {
  readonly customer: string;
  /** In the unit asked for. */
  readonly history: PurchaseHistory;
  /** Mean of the repeat purchases whose amount is known, after refunds; null without any or when it is 0. */
  readonly meanSpend: number | null;
  /** How many that is the mean of. */
  readonly spends: number;
}

export interface PurchaseLog {
  /** By customer, in the order of their ids. */
  readonly customers: readonly CustomerPurchases[];
  readonly firstDay: number;
  readonly lastDay: number;
  readonly transactions: number;
  /** Lines with a negative amount. */
  readonly refunds: number;
}

/**
 * Merges the purchases of one customer on one day. A refund is no purchase: on a day with purchases it lowers that
 * day's amount (and undoes the purchase when nothing is left of it), on its own it is kept and taken off the purchases
 * before it.
 */
export function purchaseLog(transactions: readonly Transaction[]): PurchaseLog {
  const byCustomer = new Map<string, Map<number, Day>>();
  let firstDay = Number.POSITIVE_INFINITY;
  let lastDay = Number.NEGATIVE_INFINITY;
  let refunds = 0;
  for (const { customer, day, amount } of transactions) {
    const days = byCustomer.get(customer) ?? new Map<number, Day>();
    byCustomer.set(customer, days);
    const entry = days.get(day) ?? { bought: 0, known: false, purchases: 0, refunded: 0 };
    days.set(day, entry);
    if (amount !== null && amount < 0) {
      entry.refunded += amount;
      refunds++;
    } else {
      entry.purchases++;
      if (amount !== null) {
        entry.bought += amount;
        entry.known = true;
      }
    }
    firstDay = Math.min(firstDay, day);
    lastDay = Math.max(lastDay, day);
  }
  const customers = [...byCustomer]
    .map(([customer, days]) => customerPurchases(customer, days))
    .filter(({ days }) => days.length > 0)
    .sort((a, b) => (a.customer < b.customer ? -1 : 1));
  return { customers, firstDay, lastDay, transactions: transactions.length, refunds };
}

interface Day {
  bought: number;
  known: boolean;
  purchases: number;
  refunded: number;
}

function customerPurchases(customer: string, byDay: ReadonlyMap<number, Day>): CustomerPurchases {
  const days: number[] = [];
  const amounts: number[] = [];
  const refunds: { day: number; amount: number }[] = [];
  for (const [day, { bought, known, purchases, refunded }] of [...byDay].sort(([a], [b]) => a - b)) {
    const undone = known && refunded < 0 && bought + refunded <= 0;
    if (purchases === 0) refunds.push({ day, amount: refunded });
    else if (!undone) {
      days.push(day);
      amounts.push(known ? bought + refunded : Number.NaN);
    }
  }
  return { customer, days, amounts, refunds };
}

/**
 * Everybody who had bought by the end of `day`, knowing nothing of what came later.
 * @param unitDays days per unit of time of the histories
 */
export function recordsAt(log: PurchaseLog, day: number, unitDays: number): CustomerRecord[] {
  return log.customers.flatMap((customer) => {
    const count = purchasesUntil(customer, day);
    if (count === 0) return [];
    const [first, last] = [customer.days[0]!, customer.days[count - 1]!];
    const repeats = amountsAt(customer, count, day)
      .slice(1)
      .filter((amount) => !Number.isNaN(amount));
    const total = repeats.reduce((sum, amount) => sum + amount, 0);
    return [
      {
        customer: customer.customer,
        history: {
          frequency: count - 1,
          recency: (last - first) / unitDays,
          age: (day - first) / unitDays,
        },
        meanSpend: total > 0 ? total / repeats.length : null,
        spends: total > 0 ? repeats.length : 0,
      },
    ];
  });
}

/** Days with a purchase after `after` until the end of `until`, of those who had bought by `after`. */
export function purchasesBetween(log: PurchaseLog, after: number, until: number): Float64Array {
  const counts = log.customers
    .filter(({ days }) => days[0]! <= after)
    .map((customer) => purchasesUntil(customer, until) - purchasesUntil(customer, after));
  return Float64Array.from(counts);
}

/**
 * What those who had bought by `after` spent after it until the end of `until`; refunds of that time are subtracted.
 * Purchases whose amount is not known count as nothing.
 */
export function spendBetween(log: PurchaseLog, after: number, until: number): Float64Array {
  const spends = log.customers
    .filter(({ days }) => days[0]! <= after)
    .map(({ days, amounts, refunds }) => {
      const bought = days.reduce((sum, day, index) => {
        const amount = amounts[index]!;
        return day > after && day <= until && !Number.isNaN(amount) ? sum + amount : sum;
      }, 0);
      return refunds.reduce(
        (sum, { day, amount }) => (day > after && day <= until ? sum + amount : sum),
        bought,
      );
    });
  return Float64Array.from(spends);
}

function purchasesUntil({ days }: CustomerPurchases, day: number): number {
  let count = 0;
  while (count < days.length && days[count]! <= day) count++;
  return count;
}

/** Amounts of the first purchases after the refunds known by `day`: each is taken off the latest purchases before it. */
function amountsAt({ days, amounts, refunds }: CustomerPurchases, count: number, day: number): number[] {
  const left = amounts.slice(0, count);
  for (const refund of refunds) {
    if (refund.day > day) break;
    let owed = -refund.amount;
    for (let index = count - 1; index >= 0 && owed > 0; index--) {
      const amount = left[index]!;
      if (days[index]! > refund.day || Number.isNaN(amount)) continue;
      const taken = Math.min(owed, amount);
      left[index] = amount - taken;
      owed -= taken;
    }
  }
  return left;
}
