import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';
import type { SourceName } from './historySources.ts';

/** A fact that was added, changed or removed; see `HistoryChange` in schema.prisma. */
export interface HistoryChange {
  readonly companyId: string;
  /** The list of a history that holds the fact; `entity`: whole histories; `company`: all of the company. */
  readonly source: SourceName | 'entity' | 'company';
  readonly factId: string | null;
  readonly customerId: string | null;
  readonly leadId: string | null;
}

/** What a reader has seen: a snapshot of PostgreSQL, as in prisma/outbox.ts, and when it was taken. */
export interface HistoryCursor {
  readonly snapshot: string;
  /** Epoch milliseconds on the clock of the database. */
  readonly readAt: number;
}

export interface HistoryChangesRead {
  /** By transaction, then in the order they were noted. */
  readonly changes: readonly HistoryChange[];
  readonly cursor: HistoryCursor;
  /** False: changes may have been pruned before they were read; whatever is kept is to be read anew. */
  readonly complete: boolean;
}

const hour = 3_600_000;
/** Who has not read for half of this starts anew; the other half is for transactions that take long. */
const keptHours = 48;

const readAt = 'extract(epoch from clock_timestamp())::float8 * 1000 as "readAt"';

/** Where a reader begins that cares only for what happens from here on. */
export async function historyChangesEnd(client: Queryable): Promise<HistoryCursor> {
  const { rows } = await prepared<HistoryCursor>(
    client,
    `select pg_current_snapshot()::text as snapshot, ${readAt}`,
    [],
  );
  return rows[0]!;
}

/** The changes that were committed after `cursor` was taken, each exactly once (why so: prisma/outbox.ts). */
export async function readHistoryChanges(
  client: Queryable,
  cursor: HistoryCursor,
): Promise<HistoryChangesRead> {
  const { rows } = await prepared<HistoryChange & HistoryCursor & { readonly noted: boolean }>(
    client,
    `select c.id is not null as noted, c.company_id::text as "companyId", c.source, c.fact_id::text as "factId",
       c.customer_id::text as "customerId", c.lead_id::text as "leadId", this.snapshot::text, ${readAt}
     from (select pg_current_snapshot() as snapshot) this
     left join history_change c on c.transaction_id >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint
       and not pg_visible_in_snapshot(c.transaction_id::text::xid8, $1::pg_snapshot)
     order by c.transaction_id, c.id`,
    [cursor.snapshot],
  );
  const { snapshot, readAt: now } = rows[0]!;
  return {
    changes: rows.filter(({ noted }) => noted),
    cursor: { snapshot, readAt: now },
    complete: now - cursor.readAt < (keptHours / 2) * hour,
  };
}

/** Deletes changes that every reader has read, or has to do without; returns how many. */
export async function pruneHistoryChanges(client: Queryable): Promise<number> {
  const { rowCount } = await client.query(
    `delete from history_change where recorded_at < clock_timestamp() - interval '${keptHours} hours'`,
  );
  return rowCount ?? 0;
}
