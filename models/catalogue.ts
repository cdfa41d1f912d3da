import { Problem } from '../base/problem.ts';
import { boostedTreesClassifier, boostedTreesRegressor } from './boostedTrees.ts';
import { type BoostedTreesData, boostedTreesModel } from './boosting/boostedTreesModel.ts';
import type { Estimator, Model, ModelData } from './estimator.ts';
import { type LinearModelData, linearModel } from './linear/linearModel.ts';
import { linearRegression } from './linearRegression.ts';
import { logisticRegression } from './logisticRegression.ts';

/** Every estimator of this project. */
export const estimators: readonly Estimator[] = [
  logisticRegression,
  boostedTreesClassifier,
  linearRegression,
  boostedTreesRegressor,
];

/**
 * A model that predicts, from its plain data.
 * @throws Problem artifact_invalid when no code here reads this kind, not_fitted when the data holds no fitted model
 */
export function modelFromData(data: ModelData): Model {
  switch (data.kind) {
    case 'logistic-regression':
    case 'linear-regression':
    case 'ridge-regression':
      return linearModel(data as LinearModelData);
    case 'boosted-trees':
      return boostedTreesModel(data as BoostedTreesData);
    default:
      throw new Problem('artifact_invalid', `No code here reads a model of kind ${String(data.kind)}.`, {
        remedy: 'Load it with the version of this software that wrote it, or train a new model.',
      });
  }
}
