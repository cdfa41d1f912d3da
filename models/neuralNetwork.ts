import { checkDataset, checkMulticlassDataset } from './checkDataset.ts';
import type { Estimator, MulticlassEstimator } from './estimator.ts';
import { spreadOf } from './linear/spread.ts';
import { learnNetwork } from './neural/learn.ts';
import { networkLosses } from './neural/networkLoss.ts';
import { multiclassNeuralModel, neuralModel } from './neural/neuralModel.ts';
import { type NeuralOptions, neuralSettings } from './neural/neuralOptions.ts';

/**
 * A tabular network: numbers by rank (neural/numericMap.ts) with an input for missing ones, categories by embeddings
 * (neural/planFeatures.ts), one or two hidden layers with dropout, trained with TensorFlow.js by AdamW on mini-batches,
 * stopped early on held-out rows. The same seed gives the same model byte for byte on the same backend
 * (neural/tensorflow.ts). Sums of 32 bits and mini-batches make row weight 2 only nearly the same as the row twice.
 * @throws Problem invalid_input or not_enough_data (see checkDataset)
 */
export const neuralClassifier: Estimator<NeuralOptions> = {
  name: 'neural',
  task: 'classification',
  findsInteractions: true,
  async fit(dataset, options = {}) {
    checkDataset(dataset, 'classification');
    const settings = neuralSettings(options, dataset.rowCount);
    const weights = dataset.weights ?? new Float64Array(dataset.rowCount).fill(1);
    const { mean } = spreadOf(dataset.target, weights);
    const learned = await learnNetwork(
      dataset,
      {
        loss: networkLosses.logistic,
        targets: dataset.target.map((label) => 2 * label - 1),
        weights,
        constants: Float64Array.of(Math.log(mean / (1 - mean))),
        groups: dataset.target,
        mean: 0,
        spread: 1,
      },
      settings,
      options,
    );
    return neuralModel({ kind: 'neural', task: 'classification', ...learned });
  },
};

/** As the classifier, with squared loss on the standardised target. */
export const neuralRegressor: Estimator<NeuralOptions> = {
  name: 'neural',
  task: 'regression',
  findsInteractions: true,
  async fit(dataset, options = {}) {
    checkDataset(dataset, 'regression');
    const settings = neuralSettings(options, dataset.rowCount);
    const weights = dataset.weights ?? new Float64Array(dataset.rowCount).fill(1);
    const { mean, spread } = spreadOf(dataset.target, weights);
    const learned = await learnNetwork(
      dataset,
      {
        loss: networkLosses.squared,
        targets: dataset.target.map((value) => (value - mean) / spread),
        weights,
        constants: new Float64Array(1),
        groups: new Uint8Array(dataset.rowCount),
        mean,
        spread,
      },
      settings,
      options,
    );
    return neuralModel({ kind: 'neural', task: 'regression', ...learned });
  },
};

/** As the classifier, with softmax loss and one raw score per class. */
export const neuralMulticlass: MulticlassEstimator<NeuralOptions> = {
  name: 'neural',
  task: 'multiclass',
  async fit(dataset, options = {}) {
    const classWeights = checkMulticlassDataset(dataset);
    const settings = neuralSettings(options, dataset.rowCount);
    const total = classWeights.reduce((sum, weight) => sum + weight, 0);
    const learned = await learnNetwork(
      dataset,
      {
        loss: networkLosses.softmax,
        targets: Float64Array.from(dataset.target),
        weights: dataset.weights ?? new Float64Array(dataset.rowCount).fill(1),
        // A class that never occurs starts where it stays: too unlikely to matter.
        constants: classWeights.map((weight) => Math.log(Math.max(weight / total, 1e-9))),
        groups: dataset.target,
        mean: 0,
        spread: 1,
      },
      settings,
      options,
    );
    return multiclassNeuralModel({ kind: 'multiclass-neural', classes: dataset.classes, ...learned });
  },
};
