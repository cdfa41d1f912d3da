import { prepared } from '../prepared.ts';
import type { Queryable } from '../queryable.ts';

/** Somebody said which customer a call belongs to. */
export interface CorrectionRecord {
  readonly id: string;
  readonly companyId: string;
  readonly externalId: string | null;
  readonly callId: string;
  readonly fromCustomerId: string | null;
  /** Null: the caller is not in the customer base. */
  readonly toCustomerId: string | null;
  readonly reviewer: string;
  readonly note: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly undoneAt: Date | null;
}

const columns = `id, company_id as "companyId", external_id as "externalId", call_id as "callId",
  from_customer_id as "fromCustomerId", to_customer_id as "toCustomerId", reviewer, note,
  occurred_at as "occurredAt", recorded_at as "recordedAt", undone_at as "undoneAt"`;

export async function insertCorrection(client: Queryable, entry: CorrectionRecord): Promise<void> {
  await client.query(
    `insert into link_correction (id, company_id, external_id, call_id, from_customer_id, to_customer_id, reviewer,
       note, occurred_at, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      entry.id,
      entry.companyId,
      entry.externalId,
      entry.callId,
      entry.fromCustomerId,
      entry.toCustomerId,
      entry.reviewer,
      entry.note,
      entry.occurredAt,
      entry.recordedAt,
    ],
  );
}

export async function findCorrection(
  client: Queryable,
  companyId: string,
  by: { id: string } | { externalId: string },
): Promise<CorrectionRecord | null> {
  const [condition, value] = 'id' in by ? ['id = $2', by.id] : ['external_id = $2', by.externalId];
  const { rows } = await client.query<CorrectionRecord>(
    `select ${columns} from link_correction where company_id = $1 and ${condition}`,
    [companyId, value],
  );
  return rows[0] ?? null;
}

/** All corrections of a call, undone ones included, oldest knowledge first. */
export async function correctionsOfCall(
  client: Queryable,
  companyId: string,
  callId: string,
): Promise<CorrectionRecord[]> {
  const { rows } = await prepared<CorrectionRecord>(
    client,
    `select ${columns} from link_correction where company_id = $1 and call_id = $2 order by recorded_at, id`,
    [companyId, callId],
  );
  return rows;
}

/** False: it had been undone before. */
export async function markCorrectionUndone(
  client: Queryable,
  companyId: string,
  id: string,
  undoneAt: Date,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'update link_correction set undone_at = $3 where company_id = $1 and id = $2 and undone_at is null',
    [companyId, id, undoneAt],
  );
  return rowCount === 1;
}
