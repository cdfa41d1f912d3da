import { sha256 } from '../../base/hash.ts';
import { uuid } from '../../base/uuid.ts';
import type { Database } from '../../prisma/database.ts';
import type { Task } from '../../prisma/generated/enums.ts';
import {
  insertModelVersion,
  type ModelVersionRecord,
  nextVersion,
} from '../../prisma/repositories/modelVersions.ts';
import { insertTrainingRun } from '../../prisma/repositories/trainingRuns.ts';
import { transaction } from '../../prisma/transaction.ts';

/** A registered model out of nowhere; its number is the next one. */
export async function seedVersion(
  database: Database,
  companyId: string,
  task: Task,
  artifact: Uint8Array = new Uint8Array([0]),
  checksum: string = sha256(artifact),
  report: unknown = {},
): Promise<ModelVersionRecord> {
  return transaction(database, async (client) => {
    const recordedAt = new Date('2026-03-01T00:00:00Z');
    const run = await insertTrainingRun(client, { companyId, task, trigger: 'cli', recordedAt });
    const version = {
      id: uuid(),
      companyId,
      task,
      version: await nextVersion(client, companyId, task),
      trainingRunId: run.id,
      checksum,
      report,
      recordedAt,
    };
    await insertModelVersion(client, { ...version, artifact });
    return version;
  });
}
