import { Problem } from '../base/problem.ts';
import { boostedTreesClassifier, boostedTreesRegressor } from './boostedTrees.ts';
import { type BoostedTreesData, boostedTreesModel } from './boosting/boostedTreesModel.ts';
import type { Estimator, Model, ModelData, MulticlassEstimator, MulticlassModel } from './estimator.ts';
import { extraTreesClassifier, extraTreesRegressor, multiclassExtraTrees } from './extraTrees.ts';
import {
  type ForestData,
  forestModel,
  type MulticlassForestData,
  multiclassForestModel,
} from './forests/forestModel.ts';
import { type LinearModelData, linearModel } from './linear/linearModel.ts';
import { type MultinomialModelData, multinomialModel } from './linear/multinomialModel.ts';
import { linearRegression } from './linearRegression.ts';
import { logisticRegression } from './logisticRegression.ts';
import {
  type MulticlassBoostedTreesData,
  multiclassBoostedTrees,
  multiclassBoostedTreesModel,
} from './multiclassBoostedTrees.ts';
import { multinomialRegression } from './multinomialRegression.ts';
import {
  type MulticlassNeuralModelData,
  multiclassNeuralModel,
  type NeuralModelData,
  neuralModel,
} from './neural/neuralModel.ts';
import { neuralClassifier, neuralMulticlass, neuralRegressor } from './neuralNetwork.ts';
import { notFitted } from './notFitted.ts';
import {
  type MulticlassOnnxTreesData,
  multiclassOnnxTreesModel,
  type OnnxTreesData,
  onnxTreesModel,
} from './onnx/onnxTreesModel.ts';
import { multiclassRandomForest, randomForestClassifier, randomForestRegressor } from './randomForest.ts';
import { type FrequencyCodedData, frequencyCodedModel } from './selection/frequencyCoded.ts';
import { type StackData, stackModel } from './selection/stackModel.ts';

/** Every estimator of this project. */
export const estimators: readonly Estimator[] = [
  logisticRegression,
  boostedTreesClassifier,
  randomForestClassifier,
  extraTreesClassifier,
  neuralClassifier,
  linearRegression,
  boostedTreesRegressor,
  randomForestRegressor,
  extraTreesRegressor,
  neuralRegressor,
];

/** Every estimator of several classes. */
export const multiclassEstimators: readonly MulticlassEstimator[] = [
  multinomialRegression,
  multiclassBoostedTrees,
  multiclassRandomForest,
  multiclassExtraTrees,
  neuralMulticlass,
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
    case 'random-forest':
    case 'extra-trees':
      return forestModel(data as ForestData);
    case 'onnx-trees':
      return onnxTreesModel(data as OnnxTreesData);
    case 'neural':
      return neuralModel(data as NeuralModelData);
    case 'frequency-coded': {
      const coded = data as FrequencyCodedData;
      if (coded.model === undefined || !Array.isArray(coded.codes)) throw notFitted(data);
      return frequencyCodedModel(coded, modelFromData(coded.model));
    }
    case 'stack': {
      const stack = data as StackData;
      if (!Array.isArray(stack.members)) throw notFitted(data);
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
    case 'multiclass-boosted-trees':
      return multiclassBoostedTreesModel(data as MulticlassBoostedTreesData);
    case 'multiclass-random-forest':
    case 'multiclass-extra-trees':
      return multiclassForestModel(data as MulticlassForestData);
    case 'multiclass-onnx-trees':
      return multiclassOnnxTreesModel(data as MulticlassOnnxTreesData);
    case 'multiclass-neural':
      return multiclassNeuralModel(data as MulticlassNeuralModelData);
    default:
      throw unreadable(data);
  }
}

function unreadable(data: ModelData): Problem {
  return new Problem('artifact_invalid', `No code here reads a model of kind ${String(data.kind)}.`, {
    remedy: 'Load it with the version of this software that wrote it, or train a new model.',
  });
}
