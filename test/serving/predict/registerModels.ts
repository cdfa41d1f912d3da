import { sha256 } from '../../../base/hash.ts';
import { seededRandom } from '../../../base/random.ts';
import { definitionHash } from '../../../features/definitionHash.ts';
import { featuresOfTask } from '../../../features/definitions/taskFeatures.ts';
import { encodeArtifact } from '../../../models/artifact.ts';
import { fitChurnModel } from '../../../models/churn/churnModel.ts';
import { fitLinker } from '../../../models/linking/fitLinker.ts';
import type { LinkerThresholds } from '../../../models/linking/linkerData.ts';
import { replayExamples } from '../../../models/linking/replay.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import type { Database } from '../../../prisma/database.ts';
import type { Task } from '../../../prisma/generated/enums.ts';
import { insertDataset } from '../../../prisma/repositories/datasets.ts';
import type { ModelVersionRecord } from '../../../prisma/repositories/modelVersions.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { appendAlias } from '../../../training/aliases.ts';
import { startExperiment } from '../../../training/experiments.ts';
import { callCentre } from '../../models/linking/scene.ts';
import { bernoulli, sigmoid, simulatedRow } from '../../models/simulatedRows.ts';
import { seedVersion } from '../../training/seedVersion.ts';

/** A churn model under which silence raises (or, upside down, lowers) the risk. */
export async function churnArtifact(upsideDown = false): Promise<Uint8Array> {
  const random = seededRandom(1);
  const rows = Array.from({ length: 200 }, (_, subject) => {
    const silence = random.uniform() * 100;
    const slope = upsideDown ? -1 : 1;
    const gone = bernoulli(random, sigmoid(slope * (silence / 10 - 5)));
    return simulatedRow(subject, { 'transactions.daysSince.amount>0': silence }, gone, { label60: gone });
  });
  const { data } = await fitChurnModel(rows, { estimator: logisticRegression });
  return encodeArtifact(data.kind, data);
}

/** A linker fitted without labels on a small call centre, with thresholds of our choosing. */
export async function linkerArtifact(thresholds: Partial<LinkerThresholds>): Promise<Uint8Array> {
  const { events, calls } = callCentre(3, 60, 120);
  const { examples } = replayExamples(
    events,
    calls.map(({ truth: _, ...call }) => call),
    { timezone: 'Europe/Berlin' },
  );
  const { data } = await fitLinker({ examples });
  return encodeArtifact(data.kind, { ...data, thresholds: { ...data.thresholds, ...thresholds } });
}

/** Registers a version, with the feature definitions of today unless told otherwise. */
export async function register(
  database: Database,
  companyId: string,
  task: Task,
  artifact: Uint8Array,
  definitions?: string,
): Promise<ModelVersionRecord> {
  const version = await seedVersion(database, companyId, task, artifact);
  const now = new Date('2025-01-01T00:00:00Z');
  // That of a linker is not of features: without one it counts as today's.
  const meant = definitions ?? (task === 'linking' ? undefined : definitionHash(featuresOfTask(task)));
  if (meant === undefined) return version;
  const dataset = await insertDataset(database.pool, {
    companyId,
    task,
    path: 'nowhere',
    hash: sha256(''),
    definitionHash: meant,
    rowCount: 0,
    asOfFrom: now,
    asOfTo: now,
    manifest: {},
    recordedAt: now,
  });
  await database.prisma.trainingRun.update({
    where: { id: version.trainingRunId },
    data: { datasetId: dataset.id },
  });
  return version;
}

/** Lets a version challenge the champion for half of the traffic. */
export async function challenge(
  database: Database,
  champion: string | null,
  challenger: ModelVersionRecord,
): Promise<string> {
  const { companyId, task } = challenger;
  const change = { companyId, task, actor: 'test', reason: 'test', now: new Date('2025-01-01T00:00:00Z') };
  return transaction(database, async (client) => {
    await appendAlias(client, {
      ...change,
      alias: 'challenger',
      action: 'challenge',
      modelVersionId: challenger.id,
    });
    const experiment = await startExperiment(client, {
      ...change,
      championVersionId: champion,
      challengerVersionId: challenger.id,
      share: 0.5,
    });
    return experiment.id;
  });
}
