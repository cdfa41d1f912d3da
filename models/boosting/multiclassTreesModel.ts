import type { ModelData, MulticlassModel } from '../estimator.ts';
import { type FeatureSpec, featureReader } from '../featureSchema.ts';
import { softmax } from '../losses/softmaxLoss.ts';
import { notFitted } from '../notFitted.ts';
import type { Forest } from './forest.ts';
import { forestOutputs } from './forestOutputs.ts';
import { forestPredictor } from './predictor.ts';
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
  const predictor = forestPredictor(data.forest, data.features.length);
  const explain = forestOutputs(data.forest).map((forest, at) =>
    treesReasons(forest, baseScores[at]!, reader),
  );
  const link = scale === 'log-odds' ? softmax : shares;
  const probabilities = (scores: Float64Array) =>
    link(Array.from(baseScores, (score, at) => score + scores[at]!));
  return {
    data,
    scale,
    classes,
    predict(table) {
      const encoded = reader.readTable(table);
      const scores = predictor.scores(encoded, table.rowCount);
      const result = new Float64Array(scores.length);
      for (let start = 0; start < scores.length; start += classes.length)
        result.set(probabilities(scores.subarray(start, start + classes.length)), start);
      return result;
    },
    predictRow: (row) => probabilities(predictor.scoresOfRow(reader.readRow(row))),
    explainRow: (row, classIndex) => explain[classIndex]!(row),
  };
}

/** Votes as probabilities; they sum to 1 but for rounding, which is taken away. */
function shares(scores: readonly number[]): Float64Array {
  const total = scores.reduce((sum, score) => sum + score, 0);
  return Float64Array.from(scores, (score) => Math.max(score / total, 0));
}
