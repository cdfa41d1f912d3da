import { keptPurchases } from '../../features/keptPurchases.ts';
import type { PurchaseHistory } from './purchaseHistory.ts';

/** One line of a file of transactions. */
export interface Transaction {
  readonly customer: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Company currency; negative: a refund; null: not known. */
  readonly amount: number | null;
}

/** Everything one customer bought and gave back. A purchase is a day with one: what is bought on the same day is one decision. */
export interface CustomerPurchases {
  readonly customer: string;
  /** Days with a purchase or a refund, ascending. */
  readonly days: readonly number[];
  /** Of each day: bought for, >= 0 (a gift is a purchase here); NaN: bought, but for how much is not known; null: nothing. */
  readonly bought: readonly (number | null)[];
  /** Of each day, >= 0. */
  readonly refunded: readonly number[];
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
 * Merges the purchases of one customer on one day. A refund is no purchase: it is taken off the purchases before it from
 * the day on which it is made (features/keptPurchases.ts), and undoes those of which nothing is left.
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
      entry.refunded -= amount;
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
    .filter(({ bought }) => bought.some((amount) => amount !== null))
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
  const days = [...byDay].sort(([a], [b]) => a - b);
  return {
    customer,
    days: days.map(([day]) => day),
    bought: days.map(([, { bought, known, purchases }]) =>
      purchases === 0 ? null : known ? bought : Number.NaN,
    ),
    refunded: days.map(([, { refunded }]) => refunded),
  };
}

/**
 * Everybody who had bought by the end of `day`, knowing nothing of what came later.
 * @param unitDays days per unit of time of the histories
 */
export function recordsAt(log: PurchaseLog, day: number, unitDays: number): CustomerRecord[] {
  return log.customers.flatMap((customer) => {
    const purchases = purchasesAt(customer, day);
    if (purchases.length === 0) return [];
    const [first, last] = [purchases[0]!.day, purchases.at(-1)!.day];
    const repeats = purchases.slice(1).flatMap(({ left }) => (Number.isNaN(left) ? [] : [left]));
    const total = repeats.reduce((sum, amount) => sum + amount, 0);
    return [
      {
        customer: customer.customer,
        history: {
          frequency: purchases.length - 1,
          recency: (last - first) / unitDays,
          age: (day - first) / unitDays,
        },
        meanSpend: total > 0 ? total / repeats.length : null,
        spends: total > 0 ? repeats.length : 0,
      },
    ];
  });
}

/** Days with a purchase after `after` until the end of `until`, as known then, of those who had bought by `after`. */
export function purchasesBetween(log: PurchaseLog, after: number, until: number): Float64Array {
  return Float64Array.from(madeBetween(log, after, until), (purchases) => purchases.length);
}

/** What is left of them then. Purchases whose amount is not known count as nothing. */
export function spendBetween(log: PurchaseLog, after: number, until: number): Float64Array {
  return Float64Array.from(madeBetween(log, after, until), (purchases) =>
    purchases.reduce((sum, { left }) => (Number.isNaN(left) ? sum : sum + left), 0),
  );
}

function madeBetween(log: PurchaseLog, after: number, until: number) {
  return log.customers
    .filter((customer) => purchasesAt(customer, after).length > 0)
    .map((customer) => purchasesAt(customer, until).filter(({ day }) => day > after));
}

/** The purchases that stand at the end of `day`, and what is left of each; NaN: not known. */
function purchasesAt({ days, bought, refunded }: CustomerPurchases, day: number) {
  const past = days.filter((one) => one <= day).length;
  const left = keptPurchases(
    bought.slice(0, past).map((amount) => amount ?? 0),
    refunded,
  );
  return Array.from(left, (amount, index) => ({ day: days[index]!, left: amount })).filter(
    // What nothing was asked for cannot be given back.
    (_, index) => bought[index] !== null && !(bought[index]! > 0 && left[index] === 0),
  );
}
