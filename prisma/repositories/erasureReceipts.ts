import type { Task } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** A dataset that held rows of the person. */
export interface ErasedDataset {
  /** Null: a folder that no training run was registered with. */
  readonly id: string | null;
  readonly task: string;
  /** Content hashes; null: nothing was left of it, or nobody needs it. */
  readonly before: string;
  readonly now: string | null;
  /** Rows that went; null: the table could not be read, and the whole folder went. */
  readonly rows: number | null;
}

export interface ErasureContent {
  /** Customer records of the person, merged and temporary ones among them. */
  readonly customers: number;
  /** Table -> rows that were deleted; rows of others that lost what tied them to the person. */
  readonly deleted: Readonly<Record<string, number>>;
  readonly redacted: Readonly<Record<string, number>>;
  readonly datasets: readonly ErasedDataset[];
  /** Registered datasets whose files are not on the machine of the worker. */
  readonly datasetsElsewhere: readonly string[];
  /** Versions that have learned from rows of the person. Later trainings do not. */
  readonly models: readonly { readonly task: Task; readonly version: number }[];
}

export interface ErasureReceipt {
  readonly id: string;
  readonly companyId: string;
  readonly actor: string;
  readonly recordedAt: Date;
  /** Null: dataset files and notices are still to be gone through. */
  readonly finishedAt: Date | null;
  readonly content: ErasureContent;
}

const columns = `id, company_id as "companyId", actor, recorded_at as "recordedAt", finished_at as "finishedAt", content`;

export async function insertReceipt(
  client: Queryable,
  receipt: Omit<ErasureReceipt, 'finishedAt'> & { readonly subjectHashes: readonly string[] },
): Promise<void> {
  await client.query(
    `insert into erasure_receipt (id, company_id, subject_hashes, actor, recorded_at, content)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      receipt.id,
      receipt.companyId,
      receipt.subjectHashes,
      receipt.actor,
      receipt.recordedAt,
      JSON.stringify(receipt.content),
    ],
  );
}

/** The newest receipt of somebody who was known by an id of this hash. */
export async function findReceipt(
  client: Queryable,
  companyId: string,
  subjectHash: string,
): Promise<ErasureReceipt | null> {
  const { rows } = await client.query<ErasureReceipt>(
    `select ${columns} from erasure_receipt where company_id = $1 and subject_hashes @> array[$2]
     order by recorded_at desc, id desc limit 1`,
    [companyId, subjectHash],
  );
  return rows[0] ?? null;
}

/** The receipt, held until the transaction ends. */
export async function holdReceipt(client: Queryable, id: string): Promise<ErasureReceipt> {
  const { rows } = await client.query<ErasureReceipt>(
    `select ${columns} from erasure_receipt where id = $1 for update`,
    [id],
  );
  return rows[0]!;
}

export async function writeReceipt(
  client: Queryable,
  id: string,
  content: ErasureContent,
  finishedAt: Date | null,
): Promise<void> {
  await client.query('update erasure_receipt set content = $2, finished_at = $3 where id = $1', [
    id,
    JSON.stringify(content),
    finishedAt,
  ]);
}

const isBusy = (company: string) => `exists (
    select 1 from training_run t where t.company_id = ${company} and t.status = 'running'
  ) or exists (select 1 from scoring_run s where s.company_id = ${company} and s.status = 'running')`;

/** Whether anything of a company is being trained or scored. */
export async function isLearning(client: Queryable, companyId: string): Promise<boolean> {
  const { rows } = await client.query<{ busy: boolean }>(`select ${isBusy('$1')} as busy`, [companyId]);
  return rows[0]!.busy;
}

/**
 * Receipts to be finished: of erasures at least `quietSeconds` ago, in companies where nothing is being trained or scored
 * that may have read the person's rows before.
 */
export async function receiptsToFinish(client: Queryable, quietSeconds: number): Promise<ErasureReceipt[]> {
  const { rows } = await client.query<ErasureReceipt>(
    `select ${columns} from erasure_receipt r
     where finished_at is null and erased_at <= clock_timestamp() - make_interval(secs => $1)
       and not (${isBusy('r.company_id')})
     order by recorded_at, id`,
    [quietSeconds],
  );
  return rows;
}
