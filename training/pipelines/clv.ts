import { Problem } from '../../base/problem.ts';
import { seededRandom } from '../../base/random.ts';
import { buildDataset } from '../../features/buildDataset.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import { encodeArtifact } from '../../models/artifact.ts';
import { lifetimeValueFallback } from '../../models/lifetime-value/fallback.ts';
import { holdoutRows } from '../../models/lifetime-value/holdoutEvaluation.ts';
import {
  daysPerMonth,
  fitLifetimeValueModel,
  type LifetimeValueModelData,
  lifetimeValueModelFromData,
} from '../../models/lifetime-value/lifetimeValueModel.ts';
import { evaluateRegression } from '../../models/metrics/evaluate.ts';
import { type GateRules, judge } from '../gate.ts';
import { pairedDifference } from '../pairedDifference.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Evaluation, Measured, Metrics, Rival } from '../report.ts';
import { championTwin, keepTwin } from './evaluatedTwin.ts';
import { snapshotRows } from './snapshotRows.ts';

const rules: GateRules = { minimumHoldout: 50, minimumOfEachClass: 0 };
const holdoutDays = 90;
/** How far the sum of all predictions may be off, either way, beyond chance. */
const largestBias = 1.5;

/**
 * Fitted on what was known before the last 90 days and judged by the revenue of these days, in Poisson
 * deviance: like squared error it is least for the expected value (Gneiting 2011), but one big spender does
 * not decide alone. Fitted again on everything.
 */
export const clvPipeline: Pipeline = async (context) => {
  const { onProgress, signal } = context;
  const stop = signal === undefined ? {} : { signal };
  onProgress(0.02, 'building the dataset');
  const built = await buildDataset(context.database.pool, {
    task: 'clv',
    company: context.company,
    knownAt: context.asOf,
    holdoutDays,
    ...stop,
  });
  const held = holdoutRows(built.rows);
  const buyers = held.filter(({ label }) => label > 0).length;
  if (held.length < rules.minimumHoldout || buyers === 0) {
    throw new Problem(
      'not_enough_data',
      `There is not enough to learn from yet: ${held.length} customers had bought ${holdoutDays} days ago (at least ${rules.minimumHoldout}), ${buyers} have bought since (at least 1).`,
      { remedy: 'Import more transactions.' },
    );
  }
  onProgress(0.3, 'writing the snapshot');
  const dataset = await snapshotRows(context, built);
  onProgress(0.35, 'fitting on what was known before the holdout');
  const evaluated = fitLifetimeValueModel(held, stop);
  onProgress(0.6, 'evaluating on the holdout');
  const actual = Float64Array.from(held, ({ label }) => Math.max(0, label));
  const subjects = held.map(({ subjectId }) => subjectId);
  const predict = (predicted: (row: DatasetRow) => number) => Float64Array.from(held, predicted);
  const expected = (data: LifetimeValueModelData) => {
    const model = lifetimeValueModelFromData(data);
    return predict(({ features }) => model.expected(features, holdoutDays).revenue);
  };
  const candidate = expected(evaluated.data);
  const rivalOf = (name: string, predicted: Float64Array): Rival => ({
    name,
    metrics: metricsOf(actual, predicted),
    difference: pairedDifference(deviances(actual, candidate), deviances(actual, predicted), subjects),
  });
  const twin = await championTwin(context);
  const horizonMonths = holdoutDays / daysPerMonth;
  onProgress(0.65, 'fitting on everything');
  const final = fitLifetimeValueModel(built.rows, stop);
  await keepTwin(context, 'clv', evaluated.data);

  const cut = held[0]!.asOf.getTime();
  const evaluation: Evaluation = {
    rows: held.length,
    positives: null,
    split: {
      kind: 'time',
      trainRows: held.length,
      holdoutRows: held.length,
      from: new Date(cut).toISOString(),
      to: new Date(cut + holdoutDays * millisecondsPerDay).toISOString(),
    },
    metrics: metricsOf(actual, candidate),
    loss: 'Poisson deviance per customer',
    champion: twin === null ? null : rivalOf(twin.name, expected(twin.payload as LifetimeValueModelData)),
    baseline: rivalOf(
      'the fallback rule',
      predict(({ features }) => lifetimeValueFallback(features, { horizonMonths }).result.clv),
    ),
    refitted: true,
    notes: [
      `Label: ${built.labelDefinition}; in company currency per customer.`,
      'The metrics are those of a model fitted on what was known before the holdout; the registered model was fitted again on everything.',
    ],
  };
  const reasons = [...judge(rules, evaluation).reasons];
  const total = evaluation.metrics.totalRatio!;
  if (total.low > largestBias || total.high < 1 / largestBias) {
    reasons.push(
      `Biased: predicted revenue is ${total.value.toFixed(2)} times the actual one (95 %: ${total.low.toFixed(2)} to ${total.high.toFixed(2)}).`,
    );
  }
  return {
    artifact: encodeArtifact(final.data.kind, final.data),
    evaluation,
    gate: { passed: reasons.length === 0, reasons },
    dataset,
  };
};

function metricsOf(actual: Float64Array, predicted: Float64Array): Metrics {
  return { ...evaluateRegression(actual, predicted), totalRatio: totalRatio(actual, predicted) };
}

/** Per customer; a prediction of nothing counts as a thousandth of the mean, so that it can be wrong. */
function deviances(actual: Float64Array, predicted: Float64Array): Float64Array {
  const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
  return actual.map((value, row) => {
    const expected = Math.max(predicted[row]!, mean / 1000);
    return 2 * ((value > 0 ? value * Math.log(value / expected) : 0) - (value - expected));
  });
}

/** Sum of the predictions to sum of the actual values, with a 95 % interval by resampling customers. */
function totalRatio(actual: Float64Array, predicted: Float64Array): Measured {
  const random = seededRandom(13);
  const ratio = (rowAt: (draw: number) => number) => {
    let sums = [0, 0] as [number, number];
    for (let draw = 0; draw < actual.length; draw++) {
      const row = rowAt(draw);
      sums = [sums[0] + predicted[row]!, sums[1] + actual[row]!];
    }
    return sums[0] / Math.max(sums[1], Number.EPSILON);
  };
  const drawn = Array.from({ length: 300 }, () => ratio(() => random.integer(actual.length)));
  drawn.sort((a, b) => a - b);
  return { value: ratio((draw) => draw), low: drawn[7]!, high: drawn[292]! };
}
