import { seededRandom } from '../../base/random.ts';
import { boostedTreesClassifier, boostedTreesRegressor } from '../../models/boostedTrees.ts';
import { fitCalibratedClassifier } from '../../models/calibratedClassifier.ts';
import type { CalibratorKind } from '../../models/calibration/calibrator.ts';
import type { ModelData } from '../../models/estimator.ts';
import { extraTreesClassifier, extraTreesRegressor, multiclassExtraTrees } from '../../models/extraTrees.ts';
import { linearRegression } from '../../models/linearRegression.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import { multiclassBoostedTrees } from '../../models/multiclassBoostedTrees.ts';
import { multinomialRegression } from '../../models/multinomialRegression.ts';
import { neuralClassifier, neuralMulticlass, neuralRegressor } from '../../models/neuralNetwork.ts';
import {
  multiclassRandomForest,
  randomForestClassifier,
  randomForestRegressor,
} from '../../models/randomForest.ts';
import type { Row } from '../../models/table.ts';
import { datasetFromRows, tableFromRows } from '../../models/tableFromRows.ts';

/** Small models of every kind and variant that artifacts can hold. */
export async function goldenModels(): Promise<Map<string, ModelData>> {
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
  return new Map<string, ModelData>([
    ['logistic-regression', (await logisticRegression.fit(classes)).data],
    ['linear-regression', (await linearRegression.fit(numbers)).data],
    ['boosted-trees-logistic', (await boostedTreesClassifier.fit(classes, trees)).data],
    ['boosted-trees-squared', (await boostedTreesRegressor.fit(numbers, trees)).data],
    ['boosted-trees-poisson', await boosted('poisson')],
    ['boosted-trees-tweedie', await boosted('tweedie')],
    ['boosted-trees-quantile', await boosted('quantile')],
    ['random-forest-classification', (await randomForestClassifier.fit(classes, forest)).data],
    ['random-forest-regression', (await randomForestRegressor.fit(numbers, forest)).data],
    ['extra-trees-classification', (await extraTreesClassifier.fit(classes, forest)).data],
    ['extra-trees-regression', (await extraTreesRegressor.fit(numbers, forest)).data],
    ['multiclass-boosted-trees', (await multiclassBoostedTrees.fit(several, trees)).data],
    ['multiclass-random-forest', (await multiclassRandomForest.fit(several, forest)).data],
    ['multiclass-extra-trees', (await multiclassExtraTrees.fit(several, forest)).data],
    ['multinomial-regression', (await multinomialRegression.fit(several)).data],
    ['neural-classification', (await neuralClassifier.fit(classes, network)).data],
    ['neural-regression', (await neuralRegressor.fit(numbers, { ...network, activation: 'gelu' })).data],
    ['multiclass-neural', (await neuralMulticlass.fit(several, network)).data],
    ['calibrated-platt', await calibrated('platt')],
    ['calibrated-isotonic', await calibrated('isotonic')],
    ['calibrated-identity', await calibrated('identity')],
    ['calibrated-temperature', await calibrated('temperature')],
    ['calibrated-beta', await calibrated('beta')],
  ]);
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
