import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importOnnx } from '../../../models/onnx/importOnnx.ts';
import { type OnnxTreesData, onnxTreesModel } from '../../../models/onnx/onnxTreesModel.ts';
import { attributeType, type OnnxNode, tensorType } from '../../../models/onnx/proto.ts';
import { encodeProtobuf } from '../../../models/onnx/protobuf.ts';
import { comparisons } from '../../../models/onnx/treeTable.ts';
import { floats, graphOf, type HandMadeNode, treeNode } from './handMade.ts';
import { answersOf } from './onnxRuntime.ts';

const words = ['a', 'b', 'c', 'd', 'e'];

function encoder(values: readonly number[], unseen: number): OnnxNode {
  return {
    opType: 'LabelEncoder',
    domain: 'ai.onnx.ml',
    name: '',
    input: ['X'],
    output: ['T'],
    attribute: [
      {
        name: 'keys_strings',
        type: attributeType.strings,
        strings: words.map((word) => Buffer.from(word)),
      },
      floats('values_floats', values),
      { name: 'default_float', type: attributeType.float, f: unseen },
    ],
  };
}

const number = fc.constantFrom(0, 1, 2, 3, -1, 0.5);

test('texts that stand for numbers, compared in any way, are categories: as onnxruntime', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(number, { minLength: words.length, maxLength: words.length }),
      fc.oneof(number, fc.constant(Number.NaN)),
      fc.constantFrom(...comparisons),
      fc.nat(1),
      fc.array(number, { minLength: 1, maxLength: 4 }),
      async (values, unseen, mode, tracks, chain) => {
        const tree: HandMadeNode[] = [
          ...chain.map((value, at): HandMadeNode => {
            const asked = chain.length > 1 ? 'BRANCH_EQ' : mode;
            return [asked, 0, value, chain.length, at + 1 < chain.length ? at + 1 : chain.length + 1, tracks];
          }),
          [1],
          [2],
        ];
        const nodes = [encoder(values, unseen), { ...treeNode([tree]), input: ['T'] }];
        const bytes = encodeProtobuf(graphOf(nodes, 1, tensorType.string));
        const model = onnxTreesModel(importOnnx(bytes) as OnnxTreesData);
        const rows = [...words, 'unseen'].map((X) => ({ X }));
        const { Y } = await answersOf(bytes, [{ kind: 'categorical', name: 'X', vocabulary: words }], rows);
        expect(rows.map((row) => model.predictRow(row))).toEqual(Y);
      },
    ),
    { numRuns: 60, seed: 4 },
  );
});

test('each equality of a chain says for itself where a missing number goes', () => {
  // onnxruntime 1.30 merges such a chain and asks the first alone; the standard has every node ask.
  const tree: HandMadeNode[] = [['BRANCH_EQ', 0, 3, 2, 1, 0], ['BRANCH_EQ', 0, 4, 2, 3, 1], [1], [2]];
  const nodes = [encoder([1, 2, 3, 4, 5], Number.NaN), { ...treeNode([tree]), input: ['T'] }];
  const bytes = encodeProtobuf(graphOf(nodes, 1, tensorType.string));
  const model = onnxTreesModel(importOnnx(bytes) as OnnxTreesData);
  expect([...words, 'unseen', null].map((X) => model.predictRow({ X }))).toEqual([2, 2, 1, 1, 2, 1, 1]);
});
