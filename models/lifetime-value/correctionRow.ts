import type { Row } from '../table.ts';
import type { PurchaseRecord } from './purchaseRecord.ts';
import type { TransactionFamily, TransactionParameters } from './transactionFamily.ts';

/**
 * What the trees see of a customer: attributes, and the record in terms that mean the same on a short past and on a
 * long one (they learn on an earlier window than they are used on).
 */
export function correctionRow(
  family: TransactionFamily,
  parameters: TransactionParameters,
  record: PurchaseRecord,
  row: Row,
): Row {
  const { frequency, recency, age, meanSpend } = record;
  const attributes = Object.entries(row).filter(([name]) => name.startsWith('attribute.'));
  return {
    ...Object.fromEntries(attributes),
    frequency,
    silence: age > 0 ? (age - recency) / age : null,
    silenceInGaps: frequency > 0 && recency > 0 ? ((age - recency) * frequency) / recency : null,
    purchasesPerYear: age > 0 ? (365.25 * frequency) / age : null,
    meanSpend,
    pAlive: family.probabilityAlive(parameters, record),
  };
}
