import type { Model, ModelData, Scale } from '../estimator.ts';
import { type FeatureSpec, featureReader } from '../featureSchema.ts';
import { notFitted } from '../notFitted.ts';
import { predictionOfScore } from '../predictionOfScore.ts';
import type { Table } from '../table.ts';
import { addTreeScores, type Forest, forestScoreOfRow } from './forest.ts';
import { treesReasons } from './treesReasons.ts';

/** Data of a model whose raw score is the sum of a forest's trees and a constant. */
export interface TreesData extends ModelData {
  readonly features: readonly FeatureSpec[];
  readonly baseScore: number;
  readonly forest: Forest;
}

/**
 * Trees that predict from their sum.
 * @throws Problem not_fitted when the data holds no fitted model
 */
export function treesModel(data: TreesData, scale: Scale): Model {
  if (!Number.isFinite(data.baseScore)) throw notFitted(data);
  checkForest(data);
  const { forest, baseScore } = data;
  const reader = featureReader(data.features);
  const link = predictionOfScore[scale];
  const rawScores = (table: Table) => {
    const encoded = reader.readTable(table);
    const scores = new Float64Array(table.rowCount);
    for (let tree = 0; tree < forest.roots.length; tree++) addTreeScores(forest, tree, encoded, scores);
    return scores.map((score) => baseScore + score);
  };
  const scoreOf = (encoded: Float64Array) => baseScore + forestScoreOfRow(forest, encoded);
  const explain = treesReasons(forest, baseScore, reader);
  return {
    data,
    scale,
    rawScores,
    predict: (table) => rawScores(table).map(link),
    predictRow: (row) => link(scoreOf(reader.readRow(row))),
    rawScoreRow: (row) => scoreOf(reader.readRow(row)),
    explainRow: explain,
  };
}

/** @throws Problem not_fitted when the data holds no features or no trees */
export function checkForest(data: Pick<TreesData, 'kind' | 'features' | 'forest'>): void {
  if (!(data.forest?.roots instanceof Int32Array) || !Array.isArray(data.features)) throw notFitted(data);
}
