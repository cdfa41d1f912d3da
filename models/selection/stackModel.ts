import { toLogOdds } from '../calibration/logOdds.ts';
import type { Contribution, Explanation, Model, ModelData } from '../estimator.ts';
import { predictionOfScore } from '../predictionOfScore.ts';
import type { Row, Table } from '../table.ts';
import { rescaledExplanation } from './rescaledExplanation.ts';
import { memberScores } from './scoreOutOfFold.ts';

export interface StackData extends ModelData {
  readonly kind: 'stack';
  readonly scale: 'log-odds' | 'value';
  readonly intercept: number;
  readonly members: readonly { readonly weight: number; readonly model: ModelData }[];
}

/**
 * A weighted sum of models' scores: of classifiers in log-odds, of regressors as they predict. Reasons are the
 * members' reasons, brought to the scale of the sum and weighed alike.
 * @param models the members' models, in the order of `data.members`
 */
export function stackModel(data: StackData, models: readonly Model[]): Model {
  const { scale, intercept, members } = data;
  const toScale = (model: Model) => (raw: number) =>
    scale === 'log-odds' ? toLogOdds(raw, model.scale) : predictionOfScore[model.scale](raw);
  const changes = models.map(toScale);
  const rawScoreRow = (row: Row) =>
    models.reduce(
      (sum, model, index) => sum + members[index]!.weight * changes[index]!(model.rawScoreRow(row)),
      intercept,
    );
  const rawScores = (table: Table) => {
    const scores = new Float64Array(table.rowCount).fill(intercept);
    models.forEach((model, index) => {
      const { weight } = members[index]!;
      memberScores(model, table).forEach((score, row) => {
        scores[row]! += weight * score;
      });
    });
    return scores;
  };
  const predicted = predictionOfScore[scale];
  return {
    data,
    scale,
    rawScoreRow,
    rawScores,
    predictRow: (row) => predicted(rawScoreRow(row)),
    predict: (table) => rawScores(table).map(predicted),
    explainRow: (row) => explain(row, data, models, changes),
  };
}

function explain(
  row: Row,
  { intercept, members }: StackData,
  models: readonly Model[],
  changes: readonly ((raw: number) => number)[],
): Explanation {
  let baseline = intercept;
  const summed = new Map<string, Contribution>();
  models.forEach((model, index) => {
    const { weight } = members[index]!;
    const explanation = rescaledExplanation(model.explainRow(row), changes[index]!);
    baseline += weight * explanation.baseline;
    for (const { feature, value, effect } of explanation.contributions) {
      const known = summed.get(feature);
      summed.set(feature, {
        feature,
        value: known?.value ?? value,
        effect: (known?.effect ?? 0) + weight * effect,
      });
    }
  });
  return { baseline, contributions: [...summed.values()] };
}
