import { purchaseAge, purchaseDays, purchaseSpan, repeatMean } from '../../features/definitions/purchases.ts';
import type { Row } from '../table.ts';
import type { PurchaseHistory } from './purchaseHistory.ts';

/** A customer in the terms of the transaction models and of Gamma-Gamma; times in days, spend in company currency. */
export interface PurchaseRecord extends PurchaseHistory {
  /** Mean value of a repeat purchase; null without one. */
  readonly meanSpend: number | null;
}

/** The purchase record in a row of features; null when nothing was ever bought. */
export function purchaseRecord(row: Row): PurchaseRecord | null {
  const number = (name: string) => (typeof row[name] === 'number' ? row[name] : 0);
  const days = number(purchaseDays.name);
  if (days < 1) return null;
  const spend = row[repeatMean.name];
  return {
    frequency: days - 1,
    recency: number(purchaseSpan.name),
    age: number(purchaseAge.name),
    meanSpend: days > 1 && typeof spend === 'number' && spend > 0 ? spend : null,
  };
}
