import { Problem } from '../base/problem.ts';
import { boostedTreesClassifier, boostedTreesRegressor } from './boostedTrees.ts';
import { type BoostedTreesData, boostedTreesModel } from './boosting/boostedTreesModel.ts';
import type { Estimator, Model, ModelData } from './estimator.ts';
import { type LinearModelData, linearModel } from './linear/linearModel.ts';
import { logisticRegression } from './logisticRegression.ts';
import { ridgeRegression } from './ridgeRegression.ts';

/** Every estimator of this project. */
export const estimators: readonly Estimator[] = [
  logisticRegression,
  boostedTreesClassifier,
  ridgeRegression,
  boostedTreesRegressor,
];

/** @throws Problem invalid_input with the names there are */
export function estimatorNamed(name: string, task: Estimator['task']): Estimator {
  const ofTask = estimators.filter((estimator) => estimator.task === task);
  const found = ofTask.find((estimator) => estimator.name === name);
  if (found !== undefined) return found;
  throw new Problem('invalid_input', `There is no ${task} estimator named ${name}.`, {
    findings: [
      {
        path: 'estimator',
        message: 'unknown',
        received: name,
        allowed: ofTask.map((estimator) => estimator.name).join(', '),
      },
    ],
  });
}

/**
 * A model that predicts, from its plain data.
 * @throws Problem artifact_invalid when no code here reads this kind, not_fitted when the data holds no fitted model
 */
export function modelFromData(data: ModelData): Model {
  switch (data.kind) {
    case 'logistic-regression':
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
