import { expect, test } from '@jest/globals';
import { type Random, seededRandom } from '../../../base/random.ts';
import { binRows } from '../../../models/boosting/binRows.ts';

const columns: readonly ((random: Random) => number)[] = [
  (random) => random.normal(),
  (random) => random.integer(20),
  (random) => random.integer(1000) - 500,
  (random) => (random.uniform() < 0.1 ? Number.NaN : random.normal() * 1e-300),
  // Numbers that differ in their last bits only.
  (random) => 1.7e12 + random.integer(1e7) / 1024,
  (random) => (random.uniform() < 0.5 ? -0 : 0),
  (random) => (random.uniform() < 0.3 ? Number.POSITIVE_INFINITY : -random.normal() / 0),
  () => Number.NaN,
];
const specs = columns.map((_, feature) => ({ kind: 'numeric', name: `f${feature}` }) as const);

test.each([1, 2, 7, 300, 5000])('kernels bin %d rows as the plain code does', async (rowCount) => {
  const random = seededRandom(5);
  const encoded = columns.map((draw) => Float64Array.from({ length: rowCount }, () => draw(random)));
  for (const weigh of [() => 1, () => random.uniform()]) {
    const weights = Float64Array.from({ length: rowCount }, weigh);
    for (const valueBins of [254, 10, 2]) {
      const plain = await binRows(specs, encoded, weights, valueBins, { kernels: 'plain' });
      expect(await binRows(specs, encoded, weights, valueBins)).toEqual(plain);
      expect(await binRows(specs, encoded, weights, valueBins, { threads: 3 })).toEqual(plain);
    }
  }
});

test('many rows are learned from by a sample, the same for kernels and plain code', async () => {
  const random = seededRandom(6);
  const rowCount = 230_000;
  const chosen = [0, 4];
  const encoded = chosen.map((column) =>
    Float64Array.from({ length: rowCount }, () => columns[column]!(random)),
  );
  const some = chosen.map((column) => specs[column]!);
  const weights = new Float64Array(rowCount).fill(1);
  const kernels = await binRows(some, encoded, weights);
  const plain = await binRows(some, encoded, weights, 254, { kernels: 'plain' });
  expect(kernels.features).toEqual(plain.features);
  kernels.bins.forEach((bins, feature) => {
    expect(Buffer.compare(bins, plain.bins[feature]!)).toBe(0);
  });
  const counts = new Float64Array(255);
  for (const bin of kernels.bins[0]!) counts[bin]!++;
  // About 906 rows a bin; the sample moves the bounds by a few per cent.
  for (const count of counts.subarray(1)) expect(Math.abs(count - rowCount / 254)).toBeLessThan(120);
});

test('categories are left as they are', async () => {
  const mixed = [
    { kind: 'categorical', name: 'c', vocabulary: ['a', 'b'] },
    { kind: 'numeric', name: 'n' },
  ] as const;
  const encoded = [Float64Array.of(0, 1, -1, Number.NaN), Float64Array.of(5, 6, 7, Number.NaN)];
  const table = await binRows(mixed, encoded, new Float64Array(4).fill(1));
  expect(table.bins.map((bins) => [...bins])).toEqual([
    [1, 2, 0, 0],
    [1, 2, 3, 0],
  ]);
  expect([...table.offsets]).toEqual([0, 3, 7]);
});
