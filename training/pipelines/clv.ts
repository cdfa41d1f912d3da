import { Problem } from '../../base/problem.ts';
import { seededRandom } from '../../base/random.ts';
import { buildDataset } from '../../features/buildDataset.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import { encodeArtifact } from '../../models/artifact.ts';
import { lifetimeValueFallback } from '../../models/lifetime-value/fallback.ts';
import { fitLifetimeValueModel } from '../../models/lifetime-value/fitLifetimeValue.ts';
import { holdoutRows, newcomerRows } from '../../models/lifetime-value/holdoutEvaluation.ts';
import {
  daysPerMonth,
  type LifetimeValueModel,
  type LifetimeValueModelData,
  lifetimeValueModelFromData,
} from '../../models/lifetime-value/lifetimeValueModel.ts';
import { transactionFamily } from '../../models/lifetime-value/transactionFamilies.ts';
import { evaluateRegression } from '../../models/metrics/evaluate.ts';
import { type GateRules, judge } from '../gate.ts';
import { pairedDifference } from '../pairedDifference.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Evaluation, Measured, Metrics, Rival } from '../report.ts';
import { championTwin, keepTwin } from './evaluatedTwin.ts';
import { snapshotRows } from './snapshotRows.ts';

const rules: GateRules = { minimumHoldout: 50, minimumOfEachClass: 0 };
/** How far the sum of all predictions may be off, either way, beyond chance. */
const largestBias = 1.5;

/**
 * Fitted on what was known before the holdout and judged by the revenue of the holdout, in Poisson
 * deviance: like squared error it is least for the expected value (Gneiting 2011), but one big spender does
 * not decide alone. How many purchases there were is reported beside it, and how many of those who had not bought yet
 * began to. Fitted again on everything.
 */
export const clvPipeline: Pipeline = async (context) => {
  const { onProgress, signal } = context;
  const stop = signal === undefined ? {} : { signal };
  onProgress(0.02, 'building the dataset');
  const built = await buildDataset(context.database.pool, {
    task: 'clv',
    company: context.company,
    knownAt: context.asOf,
    ...stop,
  });
  const holdoutDays = built.horizonDays;
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
  const cut = held[0]!.asOf.getTime();
  onProgress(0.35, 'fitting on what was known before the holdout');
  const evaluated = await fitLifetimeValueModel(
    built.rows.filter(({ asOf }) => asOf.getTime() <= cut),
    stop,
  );
  onProgress(0.6, 'evaluating on the holdout');
  const actual: Future = {
    revenue: Float64Array.from(held, ({ label }) => Math.max(0, label)),
    purchases: Float64Array.from(held, ({ context: { purchases } = {} }) => Number(purchases)),
  };
  const subjects = held.map(({ subjectId }) => subjectId);
  const predict = (predicted: (row: DatasetRow) => { revenue: number; purchases: number }): Future => {
    const each = held.map(predicted);
    return {
      revenue: Float64Array.from(each, ({ revenue }) => revenue),
      purchases: Float64Array.from(each, ({ purchases }) => purchases),
    };
  };
  const expected = (data: LifetimeValueModelData) => {
    const model = lifetimeValueModelFromData(data);
    return predict(({ features }) => model.expected(features, holdoutDays));
  };
  const candidate = expected(evaluated.data);
  const rivalOf = (name: string, predicted: Future): Rival => ({
    name,
    metrics: metricsOf(actual, predicted),
    difference: pairedDifference(
      deviances(actual.revenue, candidate.revenue),
      deviances(actual.revenue, predicted.revenue),
      subjects,
    ),
  });
  const twin = await championTwin(context);
  const horizonMonths = holdoutDays / daysPerMonth;
  onProgress(0.65, 'fitting on everything');
  const final = await fitLifetimeValueModel(built.rows, stop);
  await keepTwin(context, 'clv', evaluated.data);

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
    metrics: {
      ...metricsOf(actual, candidate),
      intervalCoverage: coverage(evaluated, held, horizonMonths),
      ...firstPurchases(evaluated, newcomerRows(built.rows), horizonMonths),
    },
    loss: 'Poisson deviance per customer',
    champion: twin === null ? null : rivalOf(twin.name, expected(twin.payload as LifetimeValueModelData)),
    baseline: rivalOf(
      'the fallback rule',
      predict(({ features }) => {
        const { clv, expectedTransactions } = lifetimeValueFallback(features, { horizonMonths }).result;
        return { revenue: clv, purchases: expectedTransactions };
      }),
    ),
    refitted: true,
    notes: [
      describe(final.data),
      `Label: ${built.labelDefinition}; what is left, after refunds, of purchases made in them; in company currency per customer. A purchase is a day with one.`,
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
    // Of the evaluated model's rows those of the holdout have labels too, which it has not seen.
    learnedFrom: built.rows.filter(({ asOf }) => asOf.getTime() < cut),
  };
};

/** What the model consists of, in a sentence. */
function describe({
  family = 'bg-nbd',
  covariates,
  correction,
  firstPurchase,
}: LifetimeValueModelData): string {
  const attributes =
    covariates === null || covariates === undefined
      ? 'no attribute of the customers explains enough to count'
      : `${covariates.columns.length} attributes of the customers multiply its rates`;
  const trees =
    correction === null || correction === undefined
      ? 'trees did not do better on an earlier window, out of fold, than it does alone'
      : `trees, which did better on an earlier window, out of fold, count with weight ${correction.weight}`;
  const first =
    firstPurchase === null || firstPurchase === undefined
      ? 'too few customers were seen to make their first purchase to say when others will: those who never bought are given no value'
      : `first purchases: exponential-gamma, learned from ${firstPurchase.customers} customers who had not bought when they became known, of whom ${firstPurchase.bought} have since`;
  return `Purchases: ${transactionFamily(family).title}; ${attributes}; ${trees}; ${first}.`;
}

/** Share of the held-out revenues inside their intervals, which promise 90 %. */
function coverage(model: LifetimeValueModel, held: readonly DatasetRow[], horizonMonths: number): Measured {
  const inside = Float64Array.from(held, ({ features, label }) => {
    const { low, high } = model.predict(features, { horizonMonths }).interval!;
    return label >= low - 1e-9 && label <= high + 1e-9 ? 1 : 0;
  });
  return ofCustomers(inside.length, (sum) => sum(inside) / inside.length);
}

/** How many of those who had not bought at the cut did in the holdout; empty where nothing is known of that. */
function firstPurchases(
  { data, predict }: LifetimeValueModel,
  newcomers: readonly DatasetRow[],
  horizonMonths: number,
): Metrics {
  if ((data.firstPurchase ?? null) === null || newcomers.length === 0) return {};
  const total = (values: readonly number[]) =>
    ofCustomers(values.length, (sum) => sum(Float64Array.from(values)));
  return {
    firstPurchasesPredicted: total(
      newcomers.map(({ features }) => predict(features, { horizonMonths }).result.conversion ?? 0),
    ),
    firstPurchasesActual: total(newcomers.map(({ context }) => (Number(context?.purchases) > 0 ? 1 : 0))),
  };
}

/** Per customer. */
interface Future {
  readonly revenue: Float64Array;
  /** Days with a purchase. */
  readonly purchases: Float64Array;
}

/** Of revenue, if not named otherwise. */
function metricsOf(actual: Future, predicted: Future): Metrics {
  const total = (values: Float64Array) => ofCustomers(values.length, (sum) => sum(values));
  return {
    ...evaluateRegression(actual.revenue, predicted.revenue),
    totalRatio: ofCustomers(
      actual.revenue.length,
      (sum) => sum(predicted.revenue) / Math.max(sum(actual.revenue), Number.EPSILON),
    ),
    purchasesMae: evaluateRegression(actual.purchases, predicted.purchases).mae,
    purchasesPredicted: total(predicted.purchases),
    purchasesActual: total(actual.purchases),
  };
}

/** Per customer; a prediction of nothing counts as a thousandth of the mean, so that it can be wrong. */
function deviances(actual: Float64Array, predicted: Float64Array): Float64Array {
  const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
  return actual.map((value, row) => {
    const expected = Math.max(predicted[row]!, mean / 1000);
    return 2 * ((value > 0 ? value * Math.log(value / expected) : 0) - (value - expected));
  });
}

/** Of sums over customers, with a 95 % interval by resampling them. */
function ofCustomers(
  customers: number,
  measure: (sum: (values: Float64Array) => number) => number,
): Measured {
  const random = seededRandom(13);
  const measureOf = (rows: Int32Array) =>
    measure((values) => rows.reduce((sum, row) => sum + values[row]!, 0));
  const drawn = Array.from({ length: 300 }, () =>
    measureOf(Int32Array.from({ length: customers }, () => random.integer(customers))),
  );
  drawn.sort((a, b) => a - b);
  return {
    value: measureOf(Int32Array.from({ length: customers }, (_, row) => row)),
    low: drawn[7]!,
    high: drawn[292]!,
  };
}
