import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { floorFloat, lastRoundingTo, nextDouble, nextFloat } from '../../../models/onnx/float32.ts';
import { importOnnx } from '../../../models/onnx/importOnnx.ts';
import { type OnnxTreesData, onnxTreesModel } from '../../../models/onnx/onnxTreesModel.ts';
import { comparisons } from '../../../models/onnx/treeTable.ts';
import { bytesOf, type HandMadeNode, treeNode } from './handMade.ts';
import { answersToTensor } from './onnxRuntime.ts';

const edges = [0, -0, 0.1, 1, 2, 3, 17, -1, 1e30, 2 ** -149, 3.4028234663852886e38, Infinity, -Infinity];
const threshold = fc.oneof(
  fc.constantFrom(...edges.map(Math.fround)),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
);

test('a rounded threshold decides alike for every number of 32 bits', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.float({ noNaN: true }), (limit, value) => {
      for (const x of [value, Math.fround(limit), nextFloat(Math.fround(limit), false)])
        expect(x <= floorFloat(limit)).toBe(x <= limit);
    }),
    { numRuns: 500 },
  );
});

test('a widened threshold decides for doubles as 32 bits do after rounding', () => {
  fc.assert(
    fc.property(threshold, fc.double({ noNaN: true }), (limit, value) => {
      const last = lastRoundingTo(limit);
      for (const x of [value, limit, last, nextDouble(last, true), nextDouble(last, false)])
        expect(x <= last).toBe(Math.fround(x) <= limit);
    }),
    { numRuns: 500 },
  );
});

const split = fc.record({
  mode: fc.constantFrom(...comparisons),
  feature: fc.nat(2),
  value: threshold,
  tracks: fc.nat(1),
  /** The next split is asked when the comparison holds, in place of when it does not. */
  onwards: fc.boolean(),
  /** Further values of an equality with the same outcome: as many nodes that share a child, which runtimes allow. */
  more: fc.array(threshold, { maxLength: 3 }),
});

/** A tree of one branch: each split leads to a leaf and to the next split. */
const trees = fc.array(split, { minLength: 1, maxLength: 7 }).map((splits) => {
  const nodes: HandMadeNode[] = [];
  splits.forEach(({ mode, feature, value, tracks, onwards, more }, at) => {
    const chain = mode === 'BRANCH_EQ' ? [value, ...more] : [value];
    const leaf = nodes.length + chain.length;
    const [yes, no] = onwards ? [leaf + 1, leaf] : [leaf, leaf + 1];
    chain.forEach((each, index) => {
      const next = index + 1 < chain.length ? nodes.length + 1 : no;
      nodes.push([mode, feature, each, yes, next, tracks]);
    });
    nodes.push([at + 1]);
  });
  return [...nodes, [100] as const];
});

test.each([32, 64] as const)(
  'every comparison, missing to either side, at every edge, in %i bits: as onnxruntime',
  async (bits) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(trees, { minLength: 1, maxLength: 3 }),
        fc.array(
          fc.tuple(
            ...Array.from({ length: 3 }, () =>
              fc.oneof(fc.constantFrom(...edges, Number.NaN), fc.double(), threshold),
            ),
          ),
          { minLength: 8, maxLength: 8 },
        ),
        async (made, given) => {
          // Of a number, an equality copies what follows it; trees are refused where that becomes too much.
          for (const tree of made) fc.pre(tree.filter(([mode]) => mode === 'BRANCH_EQ').length < 9);
          // Numbers that the trees ask for, and their neighbours in 64 bits, besides the ones given.
          const asked = made.flat().flatMap((node) => (node.length === 1 ? [] : [node[2]]));
          const values = asked.flatMap((value) => [value, nextDouble(value, true), nextDouble(value, false)]);
          const rows = [
            ...given,
            ...values.map((value, at): [number, number, number] => [
              value,
              values[(at * 7) % values.length]!,
              values[(at * 5) % values.length]!,
            ]),
          ];
          const bytes = bytesOf([treeNode(made)], 3, bits);
          const data = importOnnx(bytes, { features: ['a', 'b', 'c'] }) as OnnxTreesData;
          const model = onnxTreesModel(data);
          const { Y } = await answersToTensor(bytes, 'X', rows, bits);
          rows.forEach(([a, b, c], row) => {
            // A category is one by its exact number; what only rounds to it is another.
            const [x, y, z] = [a!, b!, c!].map((value, column) =>
              bits === 32 && data.features[column]!.kind === 'categorical' ? Math.fround(value) : value,
            );
            expect(model.predictRow({ a: x!, b: y!, c: z! })).toBe(Y![row]);
          });
        },
      ),
      { numRuns: 40, seed: 5 },
    );
  },
);
