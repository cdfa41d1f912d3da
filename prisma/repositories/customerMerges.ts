import { uuid } from '../../base/uuid.ts';
import type { CustomerStatus, MergeSource } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** One customer was known to be another in [recordedAt, retractedAt). */
export interface MergeRecord {
  readonly id: string;
  readonly companyId: string;
  readonly customerId: string;
  /** Who they are said to be; that customer may be merged into a third. */
  readonly intoId: string;
  readonly source: MergeSource;
  /** Who said so. */
  readonly actor: string;
  readonly note: string | null;
  /** The answer or correction about a call from which it followed. */
  readonly predictionId: string | null;
  readonly correctionId: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
  readonly retractedBy: string | null;
}

const columns = `id, company_id as "companyId", customer_id as "customerId", into_id as "intoId", source, actor, note,
  prediction_id as "predictionId", correction_id as "correctionId", occurred_at as "occurredAt",
  recorded_at as "recordedAt", retracted_at as "retractedAt", retracted_by as "retractedBy"`;

/** Merges of a company are made one after another: two at once could make a circle. Held until the transaction ends. */
export async function lockMerges(client: Queryable, companyId: string): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('merges ' || $1, 0))`, [companyId]);
}

export async function insertMerge(
  client: Queryable,
  merge: Omit<MergeRecord, 'id' | 'retractedAt' | 'retractedBy'>,
): Promise<MergeRecord> {
  const { rows } = await client.query<MergeRecord>(
    `insert into customer_merge (id, company_id, customer_id, into_id, source, actor, note, prediction_id,
       correction_id, occurred_at, recorded_at)
     values ($1, $2, $3, $4, $5::merge_source, $6, $7, $8, $9, $10, $11) returning ${columns}`,
    [
      uuid(),
      merge.companyId,
      merge.customerId,
      merge.intoId,
      merge.source,
      merge.actor,
      merge.note,
      merge.predictionId,
      merge.correctionId,
      merge.occurredAt,
      merge.recordedAt,
    ],
  );
  return rows[0]!;
}

/** Known no longer from `at` on. */
export async function retractMerge(client: Queryable, id: string, at: Date, by: string): Promise<void> {
  await client.query(
    'update customer_merge set retracted_at = greatest(recorded_at, $2), retracted_by = $3 where id = $1',
    [id, at, by],
  );
}

/** Every merge in which one of the customers takes part, oldest knowledge first. */
export async function mergesOf(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
): Promise<MergeRecord[]> {
  const { rows } = await client.query<MergeRecord>(
    `select ${columns} from customer_merge
     where company_id = $1 and (customer_id = any($2::uuid[]) or into_id = any($2::uuid[])) order by recorded_at, id`,
    [companyId, customerIds],
  );
  return rows;
}

/** What the customer is now; when that became so is told by its merges. */
export async function setCustomerStatus(
  client: Queryable,
  companyId: string,
  customerId: string,
  status: CustomerStatus,
  mergedIntoId: string | null = null,
): Promise<void> {
  await client.query(
    'update customer set status = $3::customer_status, merged_into_id = $4 where company_id = $1 and id = $2',
    [companyId, customerId, status, mergedIntoId],
  );
}

/** Customer -> the one who stands for it now: itself, or the end of its chain of merges. Unknown ids are left out. */
export async function survivorsOf(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; survivor: string }>(
    `with recursive chain as (
       select id, id as survivor, merged_into_id as next from customer where company_id = $1 and id = any($2::uuid[])
       union all
       select chain.id, c.id, c.merged_into_id from chain
       join customer c on c.company_id = $1 and c.id = chain.next
     ) select id, survivor from chain where next is null`,
    [companyId, customerIds],
  );
  return new Map(rows.map(({ id, survivor }) => [id, survivor]));
}

/** The survivor of a customer and all that are merged into it, directly or not, as known at `knownAt`; survivor first. */
export async function familyAt(
  client: Queryable,
  companyId: string,
  customerId: string,
  knownAt: Date,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with recursive known as (
       select customer_id, into_id from customer_merge
       where company_id = $1 and recorded_at <= $3 and (retracted_at is null or retracted_at > $3)
     ), up as (
       select $2::uuid as id, 0 as step union all
       select known.into_id, step + 1 from up join known on known.customer_id = up.id
     ), family as (
       (select id, 0 as depth from up order by step desc limit 1) union all
       select known.customer_id, depth + 1 from family join known on known.into_id = family.id
     ) select id from family order by depth, id`,
    [companyId, customerId, knownAt],
  );
  return rows.map(({ id }) => id);
}
