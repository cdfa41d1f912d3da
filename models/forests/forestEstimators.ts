import { checkDataset, checkMulticlassDataset } from '../checkDataset.ts';
import { type ClassWeights, withClassWeights } from '../classWeights.ts';
import type { Estimator, MulticlassEstimator } from '../estimator.ts';
import { labelledRows, withPositiveWeight } from '../labelledRows.ts';
import { weightedMean } from '../metrics/weightedMean.ts';
import type { Dataset } from '../table.ts';
import { type FittedForest, fitForest } from './fitForest.ts';
import { fitMulticlassForest } from './fitMulticlassForest.ts';
import {
  type ForestData,
  type ForestModel,
  forestModel,
  type MulticlassForestData,
  multiclassForestModel,
} from './forestModel.ts';
import { checkForestOptions, type ForestDefaults, type ForestOptions } from './forestOptions.ts';

export interface ForestClassifierOptions extends ForestOptions {
  /** Of the classes '0' and '1', or of the named ones of several. Default: rows count alike. */
  readonly classWeights?: ClassWeights;
}

/** An estimator whose fresh models can tell what trees say of rows they have not seen. */
export interface ForestEstimator<Options extends ForestOptions> extends Estimator<Options> {
  fit(dataset: Dataset, options?: Options): Promise<ForestModel>;
}

export function forestClassifier(
  name: ForestData['kind'],
  defaults: ForestDefaults,
): ForestEstimator<ForestClassifierOptions> {
  return {
    name,
    task: 'classification',
    findsInteractions: true,
    async fit(dataset, options = {}) {
      checkDataset(dataset, 'classification');
      checkForestOptions(options, defaults);
      const { table, target, weights } = withPositiveWeight(labelledRows(dataset));
      const weighed = withClassWeights(weights, target, ['0', '1'], options.classWeights);
      return modelOf(
        name,
        'classification',
        await fitForest(table, target, weighed, 0.5, options, defaults),
        options,
      );
    },
  };
}

export function forestRegressor(
  name: ForestData['kind'],
  defaults: ForestDefaults,
): ForestEstimator<ForestOptions> {
  return {
    name,
    task: 'regression',
    findsInteractions: true,
    async fit(dataset, options = {}) {
      checkDataset(dataset, 'regression');
      checkForestOptions(options, defaults);
      const { table, target, weights } = withPositiveWeight(labelledRows(dataset));
      const mean = weightedMean(target, weights);
      return modelOf(
        name,
        'regression',
        await fitForest(table, target, weights, mean, options, defaults),
        options,
      );
    },
  };
}

export function multiclassForest(
  name: ForestData['kind'],
  defaults: ForestDefaults,
): MulticlassEstimator<ForestClassifierOptions> {
  return {
    name,
    task: 'multiclass',
    async fit(dataset, options = {}) {
      checkMulticlassDataset(dataset);
      checkForestOptions(options, defaults);
      const { classes } = dataset;
      const rows = withPositiveWeight(labelledRows(dataset));
      const weights = withClassWeights(rows.weights, rows.target, classes, options.classWeights);
      const fitted = await fitMulticlassForest({ ...rows, weights }, classes.length, options, defaults);
      options.onProgress?.(1);
      const data: MulticlassForestData = {
        kind: `multiclass-${name}`,
        classes: [...classes],
        features: fitted.features,
        baseScores: new Float64Array(classes.length),
        forest: fitted.forest,
      };
      return multiclassForestModel(data);
    },
  };
}

function modelOf(
  kind: ForestData['kind'],
  task: ForestData['task'],
  { features, baseScore, forest, outOfBag }: FittedForest,
  { onProgress }: ForestOptions,
): ForestModel {
  onProgress?.(1);
  const model = forestModel({ kind, task, features, baseScore, forest });
  return outOfBag === undefined ? model : { ...model, outOfBag };
}
