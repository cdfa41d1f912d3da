import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readSnapshot, writeSnapshot } from '../../features/datasetSnapshot.ts';
import type { Database } from '../../prisma/database.ts';
import { moveDatasets, removeDatasets, versionsTrainedOn } from '../../prisma/repositories/datasets.ts';
import {
  type ErasedDataset,
  holdReceipt,
  isLearning,
  writeReceipt,
} from '../../prisma/repositories/erasureReceipts.ts';
import { transaction } from '../../prisma/transaction.ts';
import { namesAny, snapshotNames } from './snapshotNaming.ts';

/**
 * Takes the rows that name any of the ids out of every snapshot of a company on this machine. What a training was
 * registered with is written anew without them, under its new hash, and noted in the receipt with the versions that were
 * trained on it; what nobody registered, or nobody can read, goes as a whole. The new folder and the database come
 * before the old folder goes, so that whoever comes after a crash finds what is left to do.
 * @returns false where a training is writing, so that it must be done again later
 */
export async function eraseFromSnapshots(
  database: Database,
  directory: string,
  receipt: { readonly id: string; readonly companyId: string },
  ids: ReadonlySet<string>,
): Promise<boolean> {
  const { companyId } = receipt;
  const below = join('datasets', companyId);
  for (const task of await folders(join(directory, below)))
    for (const hash of await folders(join(directory, below, task))) {
      const path = join(below, task, hash);
      const isDraft = hash.includes('.draft-');
      // Of a process that died, if none is writing.
      if (isDraft && (await isLearning(database.pool, companyId))) return false;
      if (!isDraft && !(await snapshotNames(directory, path, ids).catch(() => true))) continue;
      if (!isDraft) await replace(database, directory, receipt, { path, task, hash }, ids);
      await rm(join(directory, path), { recursive: true, force: true });
    }
  return true;
}

async function replace(
  database: Database,
  directory: string,
  receipt: { readonly id: string; readonly companyId: string },
  folder: { readonly path: string; readonly task: string; readonly hash: string },
  ids: ReadonlySet<string>,
): Promise<void> {
  const { companyId } = receipt;
  const { path, task, hash } = folder;
  const read = await readSnapshot(directory, path).catch(() => null);
  const kept = read?.rows.filter((row) => !namesAny(row, ids)) ?? [];
  const isRegistered = await database.prisma.datasetSnapshot.count({ where: { companyId, path } });
  const written =
    read === null || kept.length === 0 || isRegistered === 0
      ? null
      : await writeSnapshot({ directory, ...optionsOf(read.manifest), rows: kept });
  await transaction(database, async (client) => {
    const { content } = await holdReceipt(client, receipt.id);
    const versions = await versionsTrainedOn(client, companyId, path);
    const datasetIds =
      written === null
        ? await removeDatasets(client, companyId, path)
        : await moveDatasets(client, companyId, path, written);
    const entries: ErasedDataset[] = (datasetIds.length === 0 ? [null] : datasetIds).map((id) => ({
      id,
      task,
      before: hash,
      now: written?.hash ?? null,
      rows: read === null ? null : read.rows.length - kept.length,
    }));
    const known = new Set(content.models.map((model) => `${model.task} ${model.version}`));
    const models = [
      ...content.models,
      ...versions.filter((version) => !known.has(`${version.task} ${version.version}`)),
    ];
    await writeReceipt(
      client,
      receipt.id,
      { ...content, datasets: [...content.datasets, ...entries], models },
      null,
    );
  });
}

/** Everything a manifest says about how its rows came about. */
function optionsOf(manifest: Awaited<ReturnType<typeof readSnapshot>>['manifest']) {
  const { task, companyId, definitionHash, labelDefinition, horizonDays, codeVersion, recipe, censored } =
    manifest;
  return {
    task,
    companyId,
    definitionHash,
    labelDefinition,
    horizonDays,
    codeVersion,
    ...(recipe === undefined ? {} : { recipe }),
    ...(censored === undefined ? {} : { censored }),
  };
}

/** Names of the folders in one, in order; none when it is not there. */
async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}
