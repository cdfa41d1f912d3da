import { prepared } from './prepared.ts';
import type { Queryable } from './queryable.ts';

/** A change that other processes must hear of; see `Outbox` in schema.prisma. */
export interface OutboxEntry {
  readonly companyId: string;
  readonly topic: string;
  /** Id of the customer, task ... the topic is about. */
  readonly subject: string;
  readonly recordedAt: Date;
}

/**
 * What a reader has seen: PostgreSQL's snapshot (`xmin:xmax:running`) of its last read. Plain text, to be kept
 * where the reader likes; it means nothing to another server.
 */
export type OutboxCursor = string;

export interface OutboxRead {
  /** By transaction, then in the order they were appended. */
  readonly entries: readonly OutboxEntry[];
  readonly cursor: OutboxCursor;
}

/** The channel on which the database announces appended entries, when their transaction commits. */
export const outboxChannel = 'linkloop_outbox';

/** Appends within the caller's transaction: readers hear of it when, and only if, that commits. */
export async function appendOutbox(client: Queryable, entry: OutboxEntry): Promise<void> {
  await prepared(
    client,
    'insert into outbox (company_id, topic, subject, recorded_at) values ($1, $2, $3, $4)',
    [entry.companyId, entry.topic, entry.subject, entry.recordedAt],
  );
}

/** Where a reader begins that cares only for what happens from here on. */
export async function outboxEnd(client: Queryable): Promise<OutboxCursor> {
  const { rows } = await client.query<{ cursor: string }>('select pg_current_snapshot()::text as cursor');
  return rows[0]!.cursor;
}

/**
 * The entries that were committed after `cursor` was taken, each exactly once.
 *
 * Ids do not come in commit order, so "everything above the last id" would miss the entry of a transaction that
 * took its id early and committed late. Here an entry is new when its transaction was not visible in the
 * reader's last snapshot; unlike a wait for the oldest running transaction, that is not held up by a long import.
 */
export async function readOutbox(client: Queryable, cursor: OutboxCursor): Promise<OutboxRead> {
  const { rows } = await prepared<OutboxEntry & { cursor: string; id: string | null }>(
    client,
    `select o.id, o.company_id as "companyId", o.topic, o.subject, o.recorded_at as "recordedAt",
       this.snapshot::text as cursor
     from (select pg_current_snapshot() as snapshot) this
     left join outbox o on o.transaction_id >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint
       and not pg_visible_in_snapshot(o.transaction_id::text::xid8, $1::pg_snapshot)
     order by o.transaction_id, o.id`,
    [cursor],
  );
  const entries = rows
    .filter(({ id }) => id !== null)
    .map(({ companyId, topic, subject, recordedAt }) => ({ companyId, topic, subject, recordedAt }));
  return { entries, cursor: rows[0]!.cursor };
}

/** Deletes entries recorded before `before`, which every reader must have read; returns how many. */
export async function pruneOutbox(client: Queryable, before: Date): Promise<number> {
  const { rowCount } = await client.query('delete from outbox where recorded_at < $1', [before]);
  return rowCount ?? 0;
}
