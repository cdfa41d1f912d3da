import { uuid } from '../base/uuid.ts';
import type { Queryable } from '../prisma/queryable.ts';
import {
  insertExposure,
  insertPrediction,
  type PredictionRecord,
} from '../prisma/repositories/predictions.ts';

/**
 * Writes one answer to the log and, while an experiment runs, that the unit has met its arm. Runs in the
 * caller's transaction, so that nothing an answer causes (a link, a review task) exists without it.
 */
export async function logPrediction(client: Queryable, prediction: PredictionRecord): Promise<void> {
  await insertPrediction(client, prediction);
  if (prediction.experimentId === null || prediction.arm === null) return;
  await insertExposure(client, {
    id: uuid(),
    companyId: prediction.companyId,
    experimentId: prediction.experimentId,
    unitId: prediction.subjectId,
    arm: prediction.arm,
    predictionId: prediction.id,
    recordedAt: prediction.recordedAt,
  });
}
