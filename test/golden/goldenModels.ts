import { seededRandom } from '../../base/random.ts';
import { boostedTreesClassifier, boostedTreesRegressor } from '../../models/boostedTrees.ts';
import { fitCalibratedClassifier } from '../../models/calibratedClassifier.ts';
import type { CalibratorKind } from '../../models/calibration/calibrator.ts';
import type { FitOptions, ModelData } from '../../models/estimator.ts';
import { extraTreesClassifier, extraTreesRegressor, multiclassExtraTrees } from '../../models/extraTrees.ts';
import { fitTransactionModel } from '../../models/lifetime-value/transactionModel.ts';
import { linearRegression } from '../../models/linearRegression.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import { multiclassBoostedTrees } from '../../models/multiclassBoostedTrees.ts';
import { multinomialRegression } from '../../models/multinomialRegression.ts';
import { neuralClassifier, neuralMulticlass, neuralRegressor } from '../../models/neuralNetwork.ts';
import { exportOnnx } from '../../models/onnx/exportOnnx.ts';
import { importOnnx } from '../../models/onnx/importOnnx.ts';
import {
  multiclassRandomForest,
  randomForestClassifier,
  randomForestRegressor,
} from '../../models/randomForest.ts';
import { frequencyCodedEstimators } from '../../models/selection/frequencyCoded.ts';
import type { StackData } from '../../models/selection/stackModel.ts';
import type { Dataset, Row } from '../../models/table.ts';
import { datasetFromRows, tableFromRows } from '../../models/tableFromRows.ts';
import { goldenChurn } from './churnGolden.ts';
import { goldenLeadScore } from './leadScoreGolden.ts';
import { goldenLifetimeValue } from './lifetimeValueGolden.ts';
import { goldenLinker } from './linkerGolden.ts';
import { goldenNextBestAction } from './nextBestActionGolden.ts';

/** Makers of small models of every kind and variant that artifacts can hold. */
export function goldenModels(): Map<string, () => Promise<ModelData>> {
  const random = seededRandom(20240601);
  const rows: Row[] = Array.from({ length: 300 }, () => ({
    calls: random.integer(9),
    premium: random.uniform() < 0.2 ? null : 100 * random.uniform(),
    region: random.uniform() < 0.1 ? null : ['nord', 'süd', 'west'][random.integer(3)]!,
  }));
  const score = (row: Row) =>
    0.5 * Number(row.calls) - Number(row.premium ?? 80) / 40 + (row.region === 'süd' ? 1 : 0);
  const labels = rows.map((row) => (random.uniform() < 1 / (1 + Math.exp(-score(row))) ? 1 : 0));
  const values = rows.map((row) => score(row) + random.normal());
  const classes = datasetFromRows(rows, labels);
  const numbers = datasetFromRows(rows, values);
  const trees = { rounds: 12, holdOut: 0, maxLeaves: 6 };
  const network = { epochs: 3, hidden: [6, 4] };
  const forest = { trees: 5, minLeafRows: 20 };
  const amounts = { ...numbers, target: numbers.target.map((value) => Math.max(Math.round(value), 0)) };
  const boosted = async (loss: 'poisson' | 'tweedie' | 'quantile') =>
    (await boostedTreesRegressor.fit(amounts, { ...trees, loss })).data;
  const several = {
    ...tableFromRows(rows),
    target: Int32Array.from(values, (value) => (value < -1 ? 0 : value < 1 ? 1 : 2)),
    classes: ['low', 'middle', 'high'],
  };
  const calibrated = async (calibration: CalibratorKind) =>
    (await fitCalibratedClassifier({ dataset: classes, estimator: logisticRegression, calibration })).data;
  return new Map<string, () => Promise<ModelData>>([
    ['logistic-regression', async () => (await logisticRegression.fit(classes)).data],
    ['linear-regression', async () => (await linearRegression.fit(numbers)).data],
    ['boosted-trees-logistic', async () => (await boostedTreesClassifier.fit(classes, trees)).data],
    ['boosted-trees-squared', async () => (await boostedTreesRegressor.fit(numbers, trees)).data],
    ['boosted-trees-poisson', () => boosted('poisson')],
    ['boosted-trees-tweedie', () => boosted('tweedie')],
    ['boosted-trees-quantile', () => boosted('quantile')],
    ['random-forest-classification', async () => (await randomForestClassifier.fit(classes, forest)).data],
    ['random-forest-regression', async () => (await randomForestRegressor.fit(numbers, forest)).data],
    ['extra-trees-classification', async () => (await extraTreesClassifier.fit(classes, forest)).data],
    ['extra-trees-regression', async () => (await extraTreesRegressor.fit(numbers, forest)).data],
    ['multiclass-boosted-trees', async () => (await multiclassBoostedTrees.fit(several, trees)).data],
    ['multiclass-random-forest', async () => (await multiclassRandomForest.fit(several, forest)).data],
    ['multiclass-extra-trees', async () => (await multiclassExtraTrees.fit(several, forest)).data],
    ['multinomial-regression', async () => (await multinomialRegression.fit(several)).data],
    ['neural-classification', async () => (await neuralClassifier.fit(classes, network)).data],
    [
      'neural-regression',
      async () => (await neuralRegressor.fit(numbers, { ...network, activation: 'gelu' })).data,
    ],
    ['multiclass-neural', async () => (await neuralMulticlass.fit(several, network)).data],
    ['stack', async () => stackOf(classes)],
    [
      'frequency-coded',
      async () =>
        (await frequencyCodedEstimators[0]!.fit(classes, { ...trees, rowShare: 0.7, bags: 2 } as FitOptions))
          .data,
    ],
    [
      'onnx-trees',
      async () => importOnnx(exportOnnx((await boostedTreesClassifier.fit(classes, trees)).data)),
    ],
    [
      'multiclass-onnx-trees',
      async () => importOnnx(exportOnnx((await multiclassBoostedTrees.fit(several, trees)).data)),
    ],
    ['transaction-model', transactionModelData],
    ['linker', goldenLinker],
    ['churn', () => goldenChurn('already gone')],
    ['churn-hazard', () => goldenChurn('hazard')],
    ['churn-two-classifiers', () => goldenChurn('two classifiers')],
    ['lifetime-value', goldenLifetimeValue],
    ['lead-score', goldenLeadScore],
    ['next-best-action', () => goldenNextBestAction('earning')],
    ['next-best-action-early', () => goldenNextBestAction('early')],
    ['calibrated-platt', () => calibrated('platt')],
    ['calibrated-isotonic', () => calibrated('isotonic')],
    ['calibrated-identity', () => calibrated('identity')],
    ['calibrated-temperature', () => calibrated('temperature')],
    ['calibrated-beta', () => calibrated('beta')],
  ]);
}

/** Two models in equal parts. */
async function stackOf(classes: Dataset): Promise<StackData> {
  const members = [
    (await logisticRegression.fit(classes)).data,
    (await extraTreesClassifier.fit(classes, { trees: 5, minLeafRows: 20 })).data,
  ];
  return {
    kind: 'stack',
    scale: 'log-odds',
    intercept: 0.1,
    members: members.map((model) => ({ weight: 0.5, model })),
  };
}

/** Pareto/NBD of customers of which every third bought again. */
async function transactionModelData(): Promise<ModelData> {
  const customers = Array.from({ length: 60 }, (_, customer) => customer);
  const { data } = await fitTransactionModel(
    'pareto-nbd',
    {
      frequency: customers.map((customer) => (customer % 3 === 0 ? 1 + (customer % 7) : 0)),
      recency: customers.map((customer) => (customer % 3 === 0 ? 5 + (customer % 25) : 0)),
      age: customers.map((customer) => 30 + (customer % 10)),
    },
    { unit: 'week', penalty: 0.01 },
  );
  return data;
}

/** Rows with what a caller may send: ordinary, missing, unseen, huge. */
export const goldenRows: readonly Row[] = [
  { calls: 3, premium: 42.5, region: 'west' },
  { calls: 0, premium: null, region: 'süd' },
  { calls: 8, premium: 99, region: null },
  { calls: 5, premium: 10, region: 'mond' },
  { calls: null, premium: 1e300, region: 'nord' },
  {},
];
