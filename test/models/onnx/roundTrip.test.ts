import { describe, expect, test } from '@jest/globals';
import { decodeArtifact, encodeArtifact } from '../../../models/artifact.ts';
import type { BoostedTreesData } from '../../../models/boosting/boostedTreesModel.ts';
import { boostedTreesModel } from '../../../models/boosting/boostedTreesModel.ts';
import type { MulticlassTreesData } from '../../../models/boosting/multiclassTreesModel.ts';
import { multiclassTreesModel } from '../../../models/boosting/multiclassTreesModel.ts';
import type { ModelData } from '../../../models/estimator.ts';
import { forestModel } from '../../../models/forests/forestModel.ts';
import { exportOnnx } from '../../../models/onnx/exportOnnx.ts';
import { importOnnx } from '../../../models/onnx/importOnnx.ts';
import {
  type MulticlassOnnxTreesData,
  multiclassOnnxTreesModel,
  type OnnxTreesData,
  onnxTreesModel,
} from '../../../models/onnx/onnxTreesModel.ts';
import { takingTurns } from '../../../models/onnx/takingTurns.ts';
import { features, randomForest, randomRows } from './randomTrees.ts';

const rows = randomRows(8, 300);
const exactLeaf = (random: () => number) => Math.floor(random() * 1024) / 256 - 2;

function trees(loss: BoostedTreesData['loss']): BoostedTreesData {
  return { kind: 'boosted-trees', loss, features, baseScore: 0.25, forest: randomForest(2, 9, exactLeaf) };
}
const again = (data: ModelData) => importOnnx(exportOnnx(data)) as OnnxTreesData;

describe('trees that were exported are read back', () => {
  test.each([
    ['logistic', 'log-odds'],
    ['squared', 'value'],
    ['poisson', 'log'],
  ] as const)('%s', (loss, scale) => {
    const data = trees(loss);
    const read = again(data);
    expect(read.scale).toBe(scale);
    expect(read.features).toEqual(features);
    const [before, after] = [boostedTreesModel(data), onnxTreesModel(read)];
    rows.forEach((row) => {
      expect(after.rawScoreRow(row)).toBe(before.rawScoreRow(row));
      expect(after.predictRow(row)).toBe(before.predictRow(row));
    });
  });

  test('what leaves are worth in explanations is kept', () => {
    const data = trees('squared');
    const [before, after] = [boostedTreesModel(data), onnxTreesModel(again(data))];
    for (const row of rows.slice(0, 20)) {
      const [wanted, found] = [before.explainRow(row), after.explainRow(row)];
      expect(found.baseline).toBeCloseTo(wanted.baseline, 9);
      found.contributions.forEach(({ feature, effect }, at) => {
        expect(feature).toBe(wanted.contributions[at]!.feature);
        expect(effect).toBeCloseTo(wanted.contributions[at]!.effect, 9);
      });
    }
  });

  test('votes of a forest', () => {
    const forest = randomForest(3, 8, (random) => Math.floor(random() * 65) / 512);
    const data = { kind: 'random-forest', task: 'classification', features, baseScore: 0, forest } as const;
    const read = again(data);
    expect(read.scale).toBe('probability');
    const [before, after] = [forestModel(data), onnxTreesModel(read)];
    for (const row of rows) expect(after.predictRow(row)).toBe(before.predictRow(row));
  });

  test.each([
    ['multiclass-boosted-trees', 'log-odds'],
    ['multiclass-random-forest', 'probability'],
  ] as const)('%s', (kind, scale) => {
    const forest = takingTurns([5, 6, 7].map((seed) => randomForest(seed, 4, () => 1 / 16)));
    const baseScores = Float64Array.of(0.25, 0, 0.125);
    const data: MulticlassTreesData = {
      kind,
      classes: ['red', 'green', 'blue'],
      features,
      baseScores,
      forest,
    };
    const read = importOnnx(exportOnnx(data)) as MulticlassOnnxTreesData;
    expect(read).toMatchObject({ kind: 'multiclass-onnx-trees', scale, classes: data.classes });
    const [before, after] = [multiclassTreesModel(data, scale), multiclassOnnxTreesModel(read)];
    for (const row of rows) expect(after.predictRow(row)).toEqual(before.predictRow(row));
  });

  test('and what was read can be kept as an artifact and exported once more', () => {
    const read = again(trees('logistic'));
    const kept = decodeArtifact(encodeArtifact('model', read)).payload as OnnxTreesData;
    const [before, after] = [onnxTreesModel(read), onnxTreesModel(again(kept))];
    for (const row of rows) expect(after.rawScoreRow(row)).toBe(before.rawScoreRow(row));
  });
});

test('data without trees is refused', () => {
  expect(() => onnxTreesModel({ kind: 'onnx-trees' } as never)).toThrow(
    expect.objectContaining({ code: 'not_fitted' }),
  );
  expect(() => multiclassOnnxTreesModel({ kind: 'multiclass-onnx-trees' } as never)).toThrow(
    expect.objectContaining({ code: 'not_fitted' }),
  );
});
