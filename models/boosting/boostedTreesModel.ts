import { Problem } from '../../base/problem.ts';
import type { Model, ModelData } from '../estimator.ts';
import { type FeatureSpec, featureReader } from '../featureSchema.ts';
import { type LossName, scaleOfLoss } from '../losses/loss.ts';
import { predictionOfScore } from '../predictionOfScore.ts';
import type { Table } from '../table.ts';
import { addTreeScores, type Forest, forestScoreOfRow } from './forest.ts';
import { forestMean, treeShap } from './treeShap.ts';

export interface BoostedTreesData extends ModelData {
  readonly kind: 'boosted-trees';
  readonly loss: LossName;
  readonly features: readonly FeatureSpec[];
  readonly baseScore: number;
  readonly forest: Forest;
}

/**
 * Boosted trees that predict: the raw score is the trees' sum plus the base score, on the scale of the loss.
 * @throws Problem not_fitted when the data holds no fitted model
 */
export function boostedTreesModel(data: BoostedTreesData): Model {
  if (
    !Number.isFinite(data.baseScore) ||
    !(data.forest?.roots instanceof Int32Array) ||
    !Array.isArray(data.features)
  )
    throw new Problem('not_fitted', 'This boosted-trees holds no fitted model.', {
      remedy: 'Train it first.',
    });
  const { forest, baseScore } = data;
  const reader = featureReader(data.features);
  const scale = scaleOfLoss[data.loss];
  const link = predictionOfScore[scale];
  const mean = forestMean(forest);
  const rawScores = (table: Table) => {
    const encoded = reader.readTable(table);
    const scores = new Float64Array(table.rowCount);
    for (let tree = 0; tree < forest.roots.length; tree++) addTreeScores(forest, tree, encoded, scores);
    return scores.map((score) => baseScore + score);
  };
  const scoreOf = (encoded: Float64Array) => baseScore + forestScoreOfRow(forest, encoded);

  return {
    data,
    scale,
    rawScores,
    predict: (table) => rawScores(table).map(link),
    predictRow: (row) => link(scoreOf(reader.readRow(row))),
    rawScoreRow: (row) => scoreOf(reader.readRow(row)),
    explainRow(row) {
      const effects = treeShap(forest, reader.readRow(row));
      return {
        baseline: baseScore + mean,
        contributions: data.features.map((feature, index) => ({
          feature: feature.name,
          value: reader.shownValue(index, row),
          effect: effects[index]!,
        })),
      };
    },
  };
}
