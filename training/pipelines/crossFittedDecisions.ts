import type { DatasetRow } from '../../features/datasetRow.ts';
import { kFolds } from '../../models/folds.ts';
import {
  fitNextBestActionModel,
  type NextBestActionModel,
} from '../../models/next-best-action/nextBestActionModel.ts';
import type { TaskFitOptions } from '../../models/taskPrediction.ts';
import { hasPropensity, type PolicyDecision } from './policyDecisions.ts';

const folds = 3;

/**
 * The decisions on rows that the evaluated model has learned from, each as a model with the same learners takes it that
 * has not: leads are divided into folds, and those of each fold judged by a model of the others (cross-fitting,
 * Chernozhukov et al. 2018). Held-out rows alone are a fifth of the evidence, and autonomy would take so much longer. None,
 * and nothing fitted, where no row has a known propensity.
 * @throws Problem as fitNextBestActionModel does
 */
export async function crossFittedDecisions(
  rows: readonly DatasetRow[],
  evaluated: NextBestActionModel,
  options: TaskFitOptions,
  decide: (model: NextBestActionModel, rows: readonly DatasetRow[]) => PolicyDecision[],
): Promise<PolicyDecision[]> {
  if (!rows.some(hasPropensity)) return [];
  const { seed = 7, signal, labelDays } = options;
  const decisions: PolicyDecision[] = [];
  for (const { train, test } of kFolds({
    rowCount: rows.length,
    folds,
    seed,
    groups: rows.map(({ subjectId }) => subjectId),
    strata: rows.map(({ label }) => label),
  })) {
    const model = await fitNextBestActionModel(
      Array.from(train, (row) => rows[row]!),
      {
        seed,
        like: evaluated.data,
        ...(signal === undefined ? {} : { signal }),
        ...(labelDays === undefined ? {} : { labelDays }),
      },
    );
    decisions.push(
      ...decide(
        model,
        Array.from(test, (row) => rows[row]!),
      ),
    );
  }
  return decisions;
}
