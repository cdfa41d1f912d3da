import { sha256 } from '../base/hash.ts';
import { Problem } from '../base/problem.ts';
import { uuid } from '../base/uuid.ts';
import type { Task } from '../prisma/generated/enums.ts';
import type { Queryable } from '../prisma/queryable.ts';
import {
  findModelVersion,
  insertModelVersion,
  type ModelVersionRecord,
  nextVersion,
  readArtifact,
} from '../prisma/repositories/modelVersions.ts';

/** A registered model with its bytes, for models/artifact.ts to decode. */
export interface LoadedVersion extends ModelVersionRecord {
  readonly artifact: Uint8Array;
}

/**
 * Registers a model as the next version (1, 2, 3 ...) of its company and task. Belongs into the transaction
 * that finishes the training run: a killed job leaves no half-registered model, and a run registers one
 * version however often it is restarted.
 *
 * @param entry `report` is told the version's number and id, which it may want to state
 */
export async function registerVersion<Report>(
  client: Queryable,
  entry: {
    companyId: string;
    task: Task;
    trainingRunId: string;
    artifact: Uint8Array;
    report: (version: { id: string; version: number }) => Report;
    now: Date;
  },
): Promise<ModelVersionRecord & { report: Report }> {
  const id = uuid();
  const version = await nextVersion(client, entry.companyId, entry.task);
  const record = {
    id,
    companyId: entry.companyId,
    task: entry.task,
    version,
    trainingRunId: entry.trainingRunId,
    checksum: sha256(entry.artifact),
    report: entry.report({ id, version }),
    recordedAt: entry.now,
  };
  await insertModelVersion(client, { ...record, artifact: entry.artifact });
  return record;
}

/**
 * A version with its artifact, its checksum verified.
 * @throws Problem not_found: the company has no such version. artifact_invalid: the bytes are not the ones
 * that were registered.
 */
export async function loadVersion(
  client: Queryable,
  companyId: string,
  versionId: string,
): Promise<LoadedVersion> {
  const version = await findModelVersion(client, companyId, { id: versionId });
  const artifact = await readArtifact(client, companyId, versionId);
  if (version === null || artifact === null) {
    throw new Problem('not_found', `There is no model version ${versionId}.`);
  }
  if (sha256(artifact) !== version.checksum) {
    throw new Problem(
      'artifact_invalid',
      `The artifact of ${version.task} version ${version.version} is damaged: its checksum differs.`,
      { remedy: 'Restore the row model_version from a backup, or roll back to another version.' },
    );
  }
  return { ...version, artifact };
}
