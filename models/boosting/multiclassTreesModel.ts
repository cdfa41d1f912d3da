import type { ModelData, MulticlassModel } from '../estimator.ts';
import { type FeatureSpec, featureReader } from '../featureSchema.ts';
import { softmax } from '../losses/softmaxLoss.ts';
import { notFitted } from '../notFitted.ts';
import { addTreeScores, type Forest, forestScoreOfRow } from './forest.ts';
import { forestOutputs } from './forestOutputs.ts';
import { checkForest } from './treesModel.ts';
import { treesReasons } from './treesReasons.ts';

/** Data of a model with one raw score per class: the sum of a class's trees and a constant. */
export interface MulticlassTreesData extends ModelData {
  readonly classes: readonly string[];
  readonly features: readonly FeatureSpec[];
  /** One per class. */
  readonly baseScores: Float64Array;
  /** The trees of the classes take turns. */
  readonly forest: Forest;
}

/**
 * Trees of several classes that predict: probabilities are the softmax of the raw scores, or those scores themselves.
 * @throws Problem not_fitted when the data holds no fitted model
 */
export function multiclassTreesModel(
  data: MulticlassTreesData,
  scale: MulticlassModel['scale'],
): MulticlassModel {
  if (!(data.baseScores instanceof Float64Array) || !Array.isArray(data.classes)) throw notFitted(data);
  checkForest(data);
  const { baseScores, classes } = data;
  const reader = featureReader(data.features);
  const forests = forestOutputs(data.forest);
  const explain = forests.map((forest, at) => treesReasons(forest, baseScores[at]!, reader));
  const link = scale === 'log-odds' ? softmax : shares;
  return {
    data,
    scale,
    classes,
    predict(table) {
      const encoded = reader.readTable(table);
      const scores = forests.map((forest, at) => {
        const ofClass = new Float64Array(table.rowCount);
        for (let tree = 0; tree < forest.roots.length; tree++) addTreeScores(forest, tree, encoded, ofClass);
        return ofClass.map((score) => baseScores[at]! + score);
      });
      const result = new Float64Array(table.rowCount * classes.length);
      for (let row = 0; row < table.rowCount; row++)
        result.set(link(scores.map((ofClass) => ofClass[row]!)), row * classes.length);
      return result;
    },
    predictRow(row) {
      const encoded = reader.readRow(row);
      return link(forests.map((forest, at) => baseScores[at]! + forestScoreOfRow(forest, encoded)));
    },
    explainRow: (row, classIndex) => explain[classIndex]!(row),
  };
}

/** Votes as probabilities; they sum to 1 but for rounding, which is taken away. */
function shares(scores: readonly number[]): Float64Array {
  const total = scores.reduce((sum, score) => sum + score, 0);
  return Float64Array.from(scores, (score) => Math.max(score / total, 0));
}
