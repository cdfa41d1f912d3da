import type { Row } from '../table.ts';
import { comparisonFields, missing } from './comparisonFields.ts';

/** How one call compares with one customer. Plain data. */
export interface ComparisonVector {
  /** Per field of comparisonFields: index into its levels, or -1 where one side says nothing. */
  readonly levels: readonly number[];
  /**
   * Per field: share of customers, in (0, 1], that carry the value on which both agree exactly; 0 where they do not
   * agree exactly or the field does not count frequencies.
   */
  readonly frequencies: readonly number[];
  /** Days since the customer's last known call, or null. */
  readonly daysSinceLastContact: number | null;
  /** Calls known to be the customer's. */
  readonly contacts: number;
  /** Customers that carry the caller's number; 0 when it was withheld or nobody does. */
  readonly phoneSharedBy: number;
}

/** A customer the call may belong to. */
export interface Candidate {
  readonly customerId: string;
  readonly comparison: ComparisonVector;
  /** An earlier candidate of the same list that is surely another record of the same person. */
  readonly twinOf?: string;
}

/** Name of the level of a field, or 'missing'. */
export function levelName(field: number, level: number): string {
  return level === missing ? 'missing' : comparisonFields[field]!.levels[level]!;
}

/** The comparison by name, as an estimator or an audit reads it. */
export function comparisonRow(comparison: ComparisonVector): Row {
  const row: Record<string, number | string | null> = {};
  for (const [index, field] of comparisonFields.entries()) {
    const level = comparison.levels[index]!;
    row[field.name] = level === missing ? null : field.levels[level]!;
    if (field.byFrequency) {
      const frequency = comparison.frequencies[index]!;
      row[`${field.name}Frequency`] = frequency > 0 ? frequency : null;
    }
  }
  row.daysSinceLastContact = comparison.daysSinceLastContact;
  row.contacts = comparison.contacts;
  row.phoneSharedBy = comparison.phoneSharedBy;
  return row;
}
