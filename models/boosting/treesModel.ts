import type { Model, ModelData, Scale } from '../estimator.ts';
import { type FeatureSpec, featureReader } from '../featureSchema.ts';
import { notFitted } from '../notFitted.ts';
import { predictionOfScore } from '../predictionOfScore.ts';
import type { Row, Table } from '../table.ts';
import type { Forest } from './forest.ts';
import { forestPredictor } from './predictor.ts';
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
  const predictor = forestPredictor(forest, data.features.length);
  const rawScores = (table: Table) =>
    predictor.scores(reader.readTable(table), table.rowCount).map((score) => baseScore + score);
  const rawScoreRow = (row: Row) => baseScore + predictor.scoreOfRow(reader.readRow(row));
  const explain = treesReasons(forest, baseScore, reader);
  return {
    data,
    scale,
    rawScores,
    predict: (table) => rawScores(table).map(link),
    predictRow: (row) => link(rawScoreRow(row)),
    rawScoreRow,
    explainRow: explain,
  };
}

/** @throws Problem not_fitted when the data holds no features or no trees */
export function checkForest(data: Pick<TreesData, 'kind' | 'features' | 'forest'>): void {
  if (!(data.forest?.roots instanceof Int32Array) || !Array.isArray(data.features)) throw notFitted(data);
}
