import { Problem } from '../../base/problem.ts';
import type { Model, ModelData } from '../estimator.ts';
import { featureReader } from '../featureSchema.ts';
import { sigmoid } from '../numeric/sigmoid.ts';
import type { Table } from '../table.ts';
import { contributionOf, type LinearFeature, schemaOfLinear } from './linearFeature.ts';

export interface LinearModelData extends ModelData {
  /** 'ridge-regression' is what 'linear-regression' was called when L2 was its only penalty. */
  readonly kind: 'logistic-regression' | 'linear-regression' | 'ridge-regression';
  readonly intercept: number;
  readonly features: readonly LinearFeature[];
}

/**
 * A linear model that predicts: the raw score is the intercept plus each feature's contribution; a logistic one
 * predicts P(class 1) = sigmoid(raw score), the others the raw score itself.
 * @throws Problem not_fitted when the data holds no fitted model
 */
export function linearModel(data: LinearModelData): Model {
  if (!Number.isFinite(data.intercept) || !Array.isArray(data.features))
    throw new Problem('not_fitted', `This ${data.kind} holds no fitted model.`, {
      remedy: 'Train it first.',
    });
  const { features, intercept } = data;
  const reader = featureReader(schemaOfLinear(features));
  const link = data.kind === 'logistic-regression' ? sigmoid : (score: number) => score;
  const scoreOf = (encoded: Float64Array) => {
    let score = intercept;
    for (let index = 0; index < features.length; index++)
      score += contributionOf(features[index]!, encoded[index]!);
    return score;
  };

  const rawScores = (table: Table) => {
    const scores = new Float64Array(table.rowCount).fill(intercept);
    reader.readTable(table).forEach((values, index) => {
      const feature = features[index]!;
      for (let row = 0; row < scores.length; row++) scores[row]! += contributionOf(feature, values[row]!);
    });
    return scores;
  };

  return {
    data,
    scale: data.kind === 'logistic-regression' ? 'log-odds' : 'value',
    rawScores,
    predict: (table) => rawScores(table).map(link),
    predictRow: (row) => link(scoreOf(reader.readRow(row))),
    rawScoreRow: (row) => scoreOf(reader.readRow(row)),
    explainRow(row) {
      const encoded = reader.readRow(row);
      return {
        baseline: features.reduce((sum, feature) => sum + feature.average, intercept),
        contributions: features.map((feature, index) => ({
          feature: feature.name,
          value: reader.shownValue(index, row),
          effect: contributionOf(feature, encoded[index]!) - feature.average,
        })),
      };
    },
  };
}
