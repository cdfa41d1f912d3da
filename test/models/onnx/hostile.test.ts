import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../../../base/problem.ts';
import { exportOnnx } from '../../../models/onnx/exportOnnx.ts';
import { importOnnx } from '../../../models/onnx/importOnnx.ts';
import { multiclassOnnxTreesModel, onnxTreesModel } from '../../../models/onnx/onnxTreesModel.ts';
import type { OnnxAttribute, OnnxModel, OnnxNode } from '../../../models/onnx/proto.ts';
import { encodeProtobuf } from '../../../models/onnx/protobuf.ts';
import { bytesOf, floats, graphOf, text, treeNode, whole } from './handMade.ts';
import { features, randomForest } from './randomTrees.ts';

const { cases }: { cases: { name: string; model: string }[] } = JSON.parse(
  readFileSync(new URL('../fixtures/onnx_models.json', import.meta.url), 'utf8'),
);
const files = ['sklearn-random-forest-zipmap', 'xgboost-3', 'lightgbm-poisson'].map((name) =>
  Buffer.from(cases.find((each) => each.name === name)!.model, 'base64'),
);
files.push(
  Buffer.from(
    exportOnnx({
      kind: 'boosted-trees',
      loss: 'logistic',
      features,
      baseScore: 0,
      forest: randomForest(1, 3, () => 1),
    } as never),
  ),
);

/** A model that predicts, or a Problem; anything else is a defect. */
function expectModelOrProblem(bytes: Uint8Array): void {
  try {
    const data = importOnnx(bytes);
    const row = Object.fromEntries(
      data.features.map(({ name, kind }) => [name, kind === 'numeric' ? 1 : 'w1']),
    );
    const answers =
      data.kind === 'multiclass-onnx-trees'
        ? multiclassOnnxTreesModel(data).predictRow(row)
        : [onnxTreesModel(data).rawScoreRow(row)];
    for (const answer of answers) expect(answer).not.toBeNaN();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.code).toBe('artifact_invalid');
  }
}

describe('bytes that were changed', () => {
  test('flipped, overwritten, cut or repeated: a model or a Problem', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat()),
        (file, edits, cut) => {
          const bytes = Uint8Array.from(file);
          for (const [at, value] of edits) bytes[at % bytes.length] = value;
          expectModelOrProblem(cut === null ? bytes : bytes.subarray(0, cut % bytes.length));
        },
      ),
      { numRuns: 400, seed: 3 },
    );
  });

  test('any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => importOnnx(bytes)).toThrow(Problem);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

const stump = [['BRANCH_LEQ', 0, 0.5, 1, 2, 0] as const, [1] as const, [2] as const];
const tree = treeNode([stump]);

/** The tree with some attributes replaced. */
const edited = (...attributes: OnnxAttribute[]): OnnxModel =>
  graphOf(
    [
      {
        ...tree,
        attribute: [
          ...tree.attribute.filter(({ name }) => attributes.every((each) => each.name !== name)),
          ...attributes,
        ],
      },
    ],
    1,
  );
const node = (opType: string, input: string[], output: string[], domain = ''): OnnxNode => ({
  opType,
  domain,
  name: '',
  input,
  output,
  attribute: [],
});
const withGraph = (change: Partial<OnnxModel['graph']>): OnnxModel => {
  const model = graphOf([tree], 1);
  return { ...model, graph: { ...model.graph, ...change } };
};

describe('a graph that contradicts itself, or is of something else, is refused with what is wrong', () => {
  test.each<[string, OnnxModel, RegExp]>([
    ['a circle', edited(whole('nodes_truenodeids', [0, 0, 0])), /cannot be reached/],
    [
      'a circle below the root',
      graphOf([treeNode([[['BRANCH_LEQ', 0, 0, 1, 2, 0], ['BRANCH_LEQ', 0, 0, 1, 2, 0], [1]]])], 1),
      /circle/,
    ],
    ['a child that is not there', edited(whole('nodes_falsenodeids', [9, 0, 0])), /not in its tree/],
    ['a negative child', edited(whole('nodes_falsenodeids', [-1, 0, 0])), /no index/],
    ['a child beyond all numbers', edited(whole('nodes_falsenodeids', [2 ** 60, 0, 0])), /no index/],
    ['two roots', edited(whole('nodes_truenodeids', [2, 0, 0])), /2 nodes that no other leads to/],
    ['a node twice', edited(whole('nodes_nodeids', [0, 1, 1])), /two nodes/],
    ['columns that are not there', edited(whole('nodes_featureids', [7, 0, 0])), /column 7 of 1/],
    ['lists of different lengths', edited(whole('nodes_featureids', [0])), /has 1 values/],
    ['a threshold that is no number', edited(floats('nodes_values', [Number.NaN, 0, 0])), /not a number/],
    ['a leaf without end', edited(floats('target_weights', [1, Infinity])), /finite/],
    ['a weight on a branch', edited(whole('target_nodeids', [0, 2])), /no leaf/],
    ['weights without leaves', edited(whole('target_nodeids', [1])), /not as many/],
    ['a target that is not there', edited(whole('target_ids', [0, 1])), /target 1, of 1/],
    ['targets without end', edited({ name: 'n_targets', type: 2, i: 2 ** 40 }), /targets/],
    ['base values for others', edited(floats('base_values', [1, 2])), /base values/],
    ['another way to put together', edited(text('aggregate_function', 'MAX')), /MAX/],
    ['another end', edited(text('post_transform', 'PROBIT')), /PROBIT/],
    ['several targets', edited({ name: 'n_targets', type: 2, i: 2 }), /not classes/],
    [
      'an attribute twice',
      graphOf([{ ...tree, attribute: [...tree.attribute, tree.attribute[0]!] }], 1),
      /twice/,
    ],
    ['two ensembles', graphOf([tree, { ...tree, output: ['Z'] }], 1), /several/],
    ['none', graphOf([node('Identity', ['X'], ['Y'])], 1), /no tree ensemble/],
    ['a value from nowhere', graphOf([{ ...tree, input: ['W'] }], 1), /before anything gives it/],
    ['a result from nowhere', withGraph({ output: [{ name: 'Z' }] }), /lacks/],
    ['a value given twice', graphOf([tree, node('Identity', ['X'], ['Y'])], 1), /twice/],
    [
      'a scaler before the trees',
      graphOf([node('Scaler', ['X'], ['S'], 'ai.onnx.ml'), { ...tree, input: ['S'] }], 1),
      /Scaler/,
    ],
    [
      'an unknown step after them',
      graphOf([{ ...tree, output: ['T'] }, node('Tanh', ['T'], ['Y'])], 1),
      /Tanh/,
    ],
    ['images', graphOf([tree], 1, 2), /neither numbers nor text/],
    ['columns without end', graphOf([tree], 2 ** 40), /input columns/],
    ['text for trees', graphOf([tree], 1, 8), /text/],
  ])('%s', (_, model, says) => {
    const attempt = () => importOnnx(encodeProtobuf(model));
    expect(attempt).toThrow(Problem);
    expect(attempt).toThrow(says);
  });

  test('the tree before it was edited is read', () => {
    const data = importOnnx(bytesOf([tree], 1));
    expect(data.kind === 'onnx-trees' && onnxTreesModel(data).predictRow({ X: 0.5 })).toBe(1);
  });

  test('a tree far too deep, or one that grows as shared nodes are copied', () => {
    const deep = Array.from(
      { length: 2000 },
      (_, at) => ['BRANCH_LEQ', 0, at, 2 * at + 1, 2 * at + 2, 0] as const,
    );
    const comb = [...deep.flatMap((split) => [split, [1] as const]), [2] as const];
    expect(() => importOnnx(bytesOf([treeNode([comb])], 1))).toThrow(/too deep or too large/);
    const shared = Array.from(
      { length: 60 },
      (_, at) => ['BRANCH_LEQ', at % 2, at, at + 1, at + 1, 0] as const,
    );
    expect(() => importOnnx(bytesOf([treeNode([[...shared, [1]]])], 2))).toThrow(/too deep or too large/);
  });

  test('names for other columns', () => {
    expect(() => importOnnx(bytesOf([tree], 1), { features: ['a', 'b'] })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
