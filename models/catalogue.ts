import { Problem } from '../base/problem.ts';
import { boostedTreesClassifier, boostedTreesRegressor } from './boostedTrees.ts';
import { type BoostedTreesData, boostedTreesModel } from './boosting/boostedTreesModel.ts';
import type { Estimator, Model, ModelData, MulticlassEstimator, MulticlassModel } from './estimator.ts';
import { type LinearModelData, linearModel } from './linear/linearModel.ts';
import { type MultinomialModelData, multinomialModel } from './linear/multinomialModel.ts';
import { linearRegression } from './linearRegression.ts';
import { logisticRegression } from './logisticRegression.ts';
import { multinomialRegression } from './multinomialRegression.ts';
import { type StackData, stackModel } from './selection/stackModel.ts';

/** Every estimator of this project. */
export const estimators: readonly Estimator[] = [
  logisticRegression,
  boostedTreesClassifier,
  linearRegression,
  boostedTreesRegressor,
];

/** Every estimator of several classes. */
export const multiclassEstimators: readonly MulticlassEstimator[] = [multinomialRegression];

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
    case 'stack': {
      const stack = data as StackData;
      return stackModel(
        stack,
        stack.members.map(({ model }) => modelFromData(model)),
      );
    }
    default:
      throw unreadable(data);
  }
}

/**
 * A model of several classes, from its plain data.
 * @throws Problem as `modelFromData`
 */
export function multiclassModelFromData(data: ModelData): MulticlassModel {
  switch (data.kind) {
    case 'multinomial-regression':
      return multinomialModel(data as MultinomialModelData);
    default:
      throw unreadable(data);
  }
}

function unreadable(data: ModelData): Problem {
  return new Problem('artifact_invalid', `No code here reads a model of kind ${String(data.kind)}.`, {
    remedy: 'Load it with the version of this software that wrote it, or train a new model.',
  });
}
