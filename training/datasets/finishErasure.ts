import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { erasePerson } from '../../feedback/erasure/erasePerson.ts';
import { eraseRows } from '../../feedback/erasure/eraseRows.ts';
import type { Database } from '../../prisma/database.ts';
import { findCompany } from '../../prisma/repositories/companies.ts';
import { listDatasets } from '../../prisma/repositories/datasets.ts';
import {
  type ErasureReceipt,
  holdReceipt,
  receiptsToFinish,
  writeReceipt,
} from '../../prisma/repositories/erasureReceipts.ts';
import { noticeSteps, type RowCounts, takeSteps } from '../../prisma/repositories/erasureSteps.ts';
import { erasuresToBegin, forgetErasure, notedPerson } from '../../prisma/repositories/erasures.ts';
import { transaction } from '../../prisma/transaction.ts';
import { eraseFromSnapshots } from './eraseFromSnapshots.ts';

/** By then every process has heard of an erasure, and answered what it was asked before. */
const quietSeconds = 60;

export interface FinishOptions {
  /** Data folder of this machine. */
  readonly directory: string;
  readonly now: Date;
  /** Seconds an erasure must have been known for. */
  readonly after?: number;
}

/**
 * Finishes erasures that have begun, whoever began them: datasets on disk, what processes wrote while they had not heard
 * yet, and notices that still name the person; then their ids are forgotten, too. Waits for trainings and scorings that
 * may have read the person's rows. May be killed at any moment and repeated.
 * @returns how many are finished
 */
export async function finishErasures(
  database: Database,
  { directory, now, after = quietSeconds }: FinishOptions,
): Promise<number> {
  for (const { companyId, customerId, actor } of await erasuresToBegin(database.pool)) {
    const company = (await findCompany(database.pool, { id: companyId }))!;
    await transaction(database, (client) => erasePerson(client, { company, customerId, actor }, now));
  }
  let finished = 0;
  for (const receipt of await receiptsToFinish(database.pool, after)) {
    finished += await transaction(database, async (client) => {
      // Two at once could write one dataset anew for two people, each with the other in it.
      const { rows } = await client.query<{ mine: boolean }>(
        'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine',
        [`erasures ${receipt.companyId}`],
      );
      return rows[0]!.mine && (await finish(database, directory, receipt, now)) ? 1 : 0;
    });
  }
  return finished;
}

/** False: a training has begun that must not be disturbed, or somebody else has finished it meanwhile. */
async function finish(
  database: Database,
  directory: string,
  { id, companyId }: ErasureReceipt,
  now: Date,
): Promise<boolean> {
  const person = await notedPerson(database.pool, companyId, id);
  const { customers, leads, calls } = person;
  if (customers.length === 0) return false;
  const ids = new Set([...customers, ...leads, ...calls]);
  if (!(await eraseFromSnapshots(database, directory, { id, companyId }, ids))) return false;
  const datasetsElsewhere: string[] = [];
  for (const dataset of await listDatasets(database.pool, companyId))
    if (!(await exists(join(directory, dataset.path)))) datasetsElsewhere.push(dataset.id);
  await transaction(database, async (client) => {
    const { content } = await holdReceipt(client, id);
    const counts = await eraseRows(client, person, [], now);
    await forgetErasure(client, companyId, id);
    // Last: also taking the ids off the list was noticed.
    await takeSteps(client, noticeSteps, person, now, { deleted: {}, redacted: {} });
    await writeReceipt(
      client,
      id,
      {
        ...content,
        deleted: sum(content.deleted, counts.deleted),
        redacted: sum(content.redacted, counts.redacted),
        datasetsElsewhere,
      },
      now,
    );
  });
  return true;
}

function sum(one: Readonly<RowCounts>, other: Readonly<RowCounts>): RowCounts {
  const total: RowCounts = { ...one };
  for (const [table, rows] of Object.entries(other)) total[table] = (total[table] ?? 0) + rows;
  return total;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
