import type pg from 'pg';
import type { ImportEntity } from './entity.ts';
import type { ImportRow } from './rowSchema.ts';
import type { Status } from './upsertFacts.ts';

/** What the writers of all entities share. */
export interface WriteContext {
  /** Of the transaction the batch is written in. */
  readonly client: pg.PoolClient;
  readonly companyId: string;
  /** ISO 3166 region of phone numbers without a country code. */
  readonly region: string;
  readonly now: Date;
  /**
   * When a fact without `recordedAt` became known: `occurredAt` in an import of history, `now` when it is
   * delivered as it happens.
   */
  readonly recordedAtDefault: 'occurredAt' | 'now';
}

/** A validated row with an external id that no other row of the batch has. */
export type Writable<E extends ImportEntity> = Omit<ImportRow<E>, 'externalId'> & {
  readonly externalId: string;
  readonly line: number;
};

/** A row whose references do not exist, found while writing. */
export interface Refusal {
  readonly line: number;
  readonly field: string;
  readonly value: unknown;
  readonly reason: string;
}

export interface BatchResult {
  /** One per written row. */
  readonly statuses: readonly Status[];
  readonly refusals: readonly Refusal[];
  /** Customers whose identity evidence or attributes are not what they were. */
  readonly changedCustomers?: readonly string[];
  /** Calls that are new, or not what they were. */
  readonly changedCalls?: readonly string[];
}

export function recordedAtDefault(context: WriteContext, occurredAt: Date | null | undefined): Date {
  return context.recordedAtDefault === 'occurredAt' ? (occurredAt ?? context.now) : context.now;
}
