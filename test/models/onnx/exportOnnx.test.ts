import { describe, expect, test } from '@jest/globals';
import { boostedTreesClassifier } from '../../../models/boostedTrees.ts';
import type { BoostedTreesData } from '../../../models/boosting/boostedTreesModel.ts';
import { type Calibrator, calibratedProbability } from '../../../models/calibration/calibrator.ts';
import { toLogOdds } from '../../../models/calibration/logOdds.ts';
import { modelFromData } from '../../../models/catalogue.ts';
import type { MulticlassModel } from '../../../models/estimator.ts';
import { type ForestData, forestModel, multiclassForestModel } from '../../../models/forests/forestModel.ts';
import { linearModel } from '../../../models/linear/linearModel.ts';
import { multinomialModel } from '../../../models/linear/multinomialModel.ts';
import { multiclassBoostedTreesModel } from '../../../models/multiclassBoostedTrees.ts';
import { exportOnnx } from '../../../models/onnx/exportOnnx.ts';
import { takingTurns } from '../../../models/onnx/takingTurns.ts';
import { randomForestRegressor } from '../../../models/randomForest.ts';
import type { Row } from '../../../models/table.ts';
import { datasetFromRows } from '../../../models/tableFromRows.ts';
import { simulatedWorld } from '../../conformance/worlds.ts';
import { type Answers, answersOf } from './onnxRuntime.ts';
import { randomLinear } from './randomLinear.ts';
import { features, randomForest, randomRows } from './randomTrees.ts';

const rows = randomRows(3, 300);
/** Leaves of few bits, so that sums have no rounding in 32 bits and every wrong turn shows. */
const exactLeaf = (random: () => number) => Math.floor(random() * 1024) / 256 - 2;
const voteOf = (trees: number) => (random: () => number) => Math.floor(random() * 65) / 64 / trees;

function trees(loss: BoostedTreesData['loss'], seed = 1): BoostedTreesData {
  return {
    kind: 'boosted-trees',
    loss,
    features,
    baseScore: 0.25,
    forest: randomForest(seed, 12, exactLeaf),
  };
}
const votes: ForestData = {
  kind: 'random-forest',
  task: 'classification',
  features,
  baseScore: 0,
  forest: randomForest(4, 8, voteOf(8)),
};
const classes = ['red', 'green', 'blue'];

/** Relative to the largest of 1 and the wanted value. */
function expectClose(
  actual: readonly (number | string)[],
  wanted: readonly number[],
  tolerance: number,
): void {
  expect(actual.length).toBe(wanted.length);
  wanted.forEach((value, index) => {
    const off = Math.abs((actual[index] as number) - value) / Math.max(1, Math.abs(value));
    if (!(off <= tolerance)) throw new Error(`${actual[index]} in place of ${value} at ${index}`);
  });
}

const secondOfTwo = (values: readonly (number | string)[]) => values.filter((_, index) => index % 2 === 1);

async function expectClasses(model: MulticlassModel, answers: Answers, tolerance: number): Promise<void> {
  const wanted = rows.map((row) => [...model.predictRow(row)]);
  expectClose(answers.probabilities!, wanted.flat(), tolerance);
  wanted.forEach((probabilities, row) => {
    const sorted = [...probabilities].sort((a, b) => b - a);
    if (sorted[0]! - sorted[1]! > 1e-5)
      expect(answers.label_![row]).toBe(classes[probabilities.indexOf(sorted[0]!)]);
  });
}

describe('trees answer in onnxruntime as here', () => {
  test('to the last bit, whatever the splits, for every value of 32 bits', async () => {
    for (let seed = 0; seed < 12; seed++) {
      const data = trees('logistic', seed);
      const answers = await answersOf(exportOnnx(data), features, rows);
      const model = modelFromData(data);
      expect(answers.raw_score).toEqual(rows.map((row) => model.rawScoreRow(row)));
      const probabilities = rows.map((row) => model.predictRow(row));
      expectClose(secondOfTwo(answers.probabilities!), probabilities, 1e-7);
      // A feature is called label, so the answer is not.
      probabilities.forEach((p, row) => {
        if (p !== 0.5) expect(answers.label_![row]).toBe(p > 0.5 ? 1 : 0);
      });
    }
  });

  test.each(['squared', 'quantile', 'poisson', 'tweedie'] as const)('%s', async (loss) => {
    const data = trees(loss);
    const model = modelFromData(data);
    const { prediction } = await answersOf(exportOnnx(data), features, rows);
    expectClose(
      prediction!,
      rows.map((row) => model.predictRow(row)),
      1e-7,
    );
  });

  test('votes of a forest', async () => {
    const model = forestModel(votes);
    const answers = await answersOf(exportOnnx(votes), features, rows);
    expectClose(
      secondOfTwo(answers.probabilities!),
      rows.map((row) => model.predictRow(row)),
      1e-6,
    );
  });

  test('several classes, by softmax and by votes', async () => {
    const forests = (leaf: typeof exactLeaf) =>
      takingTurns([5, 6, 7].map((seed) => randomForest(seed, 4, leaf)));
    const boosted = {
      kind: 'multiclass-boosted-trees' as const,
      classes,
      features,
      baseScores: Float64Array.of(0.5, -0.25, 0),
      forest: forests(exactLeaf),
    };
    const softmax = multiclassBoostedTreesModel(boosted);
    await expectClasses(softmax, await answersOf(exportOnnx(boosted), features, rows), 1e-6);
    const voted = {
      ...boosted,
      kind: 'multiclass-random-forest' as const,
      baseScores: new Float64Array(3),
      forest: { ...forests(() => 1 / 12) },
    };
    const model = multiclassForestModel(voted);
    await expectClasses(model, await answersOf(exportOnnx(voted), features, rows), 1e-6);
  });

  test('no trees, and trees of one leaf', async () => {
    const none = { ...trees('squared'), forest: randomForest(1, 0, exactLeaf) };
    const stumps = { ...trees('squared'), forest: randomForest(1, 3, () => 0.5, 0) };
    expect((await answersOf(exportOnnx(none), features, rows)).prediction).toEqual(rows.map(() => 0.25));
    expect((await answersOf(exportOnnx(stumps), features, rows)).prediction).toEqual(rows.map(() => 1.75));
  });
});

describe('trained models', () => {
  const in32Bits = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'number' ? Math.fround(value) : value,
      ]),
    );
  const world = simulatedWorld('classification', 300, 5);
  const learned = world.rows.map(in32Bits);
  const dataset = datasetFromRows(learned, world.dataset.target);

  test.each([boostedTreesClassifier, randomForestRegressor])('$name', async (estimator) => {
    const model = await estimator.fit(dataset, { rounds: 30, trees: 10 });
    const data = model.data as BoostedTreesData | ForestData;
    const answers = await answersOf(exportOnnx(data), data.features, learned);
    // Some thirty sums in 32 bits.
    expectClose(
      answers.raw_score!,
      learned.map((row) => model.rawScoreRow(row)),
      3e-6,
    );
  });
});

describe('linear models answer in onnxruntime as here', () => {
  test.each(['logistic-regression', 'linear-regression'] as const)('%s', async (kind) => {
    const data = { kind, intercept: 0.3, features: randomLinear(1) };
    const model = linearModel(data);
    const answers = await answersOf(exportOnnx(data), features, rows);
    expectClose(
      answers.raw_score!,
      rows.map((row) => model.rawScoreRow(row)),
      1e-7,
    );
    const predicted =
      kind === 'linear-regression' ? answers.prediction! : secondOfTwo(answers.probabilities!);
    expectClose(
      predicted,
      rows.map((row) => model.predictRow(row)),
      1e-7,
    );
  });

  test('multinomial', async () => {
    const data = {
      kind: 'multinomial-regression' as const,
      classes,
      intercepts: Float64Array.of(0.1, 0.2, -0.3),
      features: [1, 2, 3].map(randomLinear),
    };
    await expectClasses(multinomialModel(data), await answersOf(exportOnnx(data), features, rows), 1e-7);
  });
});

describe('on top of a model', () => {
  const calibrators: Calibrator[] = [
    { kind: 'identity' },
    { kind: 'temperature', sharpness: 0.4 },
    { kind: 'platt', slope: 0.7, intercept: -0.4 },
    { kind: 'beta', a: 0.6, b: 1.7, c: 0.2 },
    {
      kind: 'isotonic',
      scores: Float64Array.of(-3, -1, -0.5, 2),
      probabilities: Float64Array.of(0.01, 0.2, 0.2, 0.9),
    },
    { kind: 'isotonic', scores: Float64Array.of(1), probabilities: Float64Array.of(0.3) },
  ];
  test.each(calibrators)('calibration: $kind', async (calibrator) => {
    for (const model of [trees('logistic'), votes]) {
      const { rawScoreRow, scale } = model === votes ? forestModel(votes) : modelFromData(model);
      const data = { kind: 'calibrated-classifier', estimator: 'any', model, calibrator };
      const answers = await answersOf(exportOnnx(data), features, rows);
      const wanted = rows.map((row) => calibratedProbability(calibrator, toLogOdds(rawScoreRow(row), scale)));
      expectClose(secondOfTwo(answers.probabilities!), wanted, 1e-6);
    }
  });

  test('a stack of trees, votes and a linear model', async () => {
    const members = [trees('logistic'), votes, linear].map((model, at) => ({
      weight: 0.2 + 0.3 * at,
      model,
    }));
    const data = { kind: 'stack' as const, scale: 'log-odds' as const, intercept: -0.1, members };
    const scoreOf = (row: Row) =>
      -0.1 +
      0.2 * modelFromData(members[0]!.model).rawScoreRow(row) +
      0.5 * toLogOdds(forestModel(votes).rawScoreRow(row), 'probability') +
      0.8 * linearModel(linear).rawScoreRow(row);
    const answers = await answersOf(exportOnnx(data), features, rows);
    // The log-odds of a unanimous vote magnify its rounding.
    expectClose(answers.raw_score!, rows.map(scoreOf), 1e-5);
  });
});

const linear = { kind: 'logistic-regression' as const, intercept: 0.3, features: randomLinear(9) };

describe('what cannot be exported is refused', () => {
  test.each([
    [{ kind: 'something-else' }],
    [{ ...trees('squared'), features: [] }],
    [{ ...trees('squared'), features: [{ kind: 'numeric', name: '' }] }],
  ])('%#', (data) => {
    expect(() => exportOnnx(data)).toThrow(
      expect.objectContaining({ name: 'Problem', code: 'invalid_input' }),
    );
  });

  test('a stack whose members know different categories', () => {
    const other = { ...linear, features: randomLinear(9).slice(1, 2) };
    const narrowed = other.features.map((feature) => ({ ...feature, vocabulary: ['w0'] }));
    const members = [linear, { ...linear, features: narrowed }].map((model) => ({ weight: 1, model }));
    expect(() => exportOnnx({ kind: 'stack', scale: 'log-odds', intercept: 0, members } as never)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
