import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { binTable, learnBins } from '../../../models/boosting/binning.ts';
import {
  type ClassNode,
  type ClassRows,
  classSplitSearch,
  scoreToBeat,
} from '../../../models/forests/classSplit.ts';

const random = seededRandom(8);
const rowCount = 90;
const classCount = 4;

function world(missing: number): ClassRows & { node: ClassNode } {
  const x = Float64Array.from({ length: rowCount }, () =>
    random.uniform() < missing ? Number.NaN : random.integer(12),
  );
  const target = Float64Array.from(x, (value) =>
    random.uniform() < 0.6 ? random.integer(classCount) : Number.isNaN(value) ? 0 : Math.floor(value / 4) + 1,
  );
  const mass = Float64Array.from(x, () => 1 + random.integer(3));
  const bins = learnBins([{ kind: 'numeric', name: 'x' }], [x], mass, 254);
  const masses = new Float64Array(classCount);
  target.forEach((each, row) => {
    masses[each]! += mass[row]!;
  });
  const total = mass.reduce((sum, each) => sum + each, 0);
  return {
    table: binTable(bins, [x]),
    target,
    mass,
    classCount,
    rows: Int32Array.from(x.keys()),
    node: { start: 0, end: rowCount, masses, total },
  };
}

/** Sum over both sides of squared class masses / mass, and the mass of the smaller side. */
function scoreOf({ target, mass }: ClassRows, goesLeft: (row: number) => boolean): [number, number] {
  const sides = [new Float64Array(classCount), new Float64Array(classCount)];
  target.forEach((each, row) => {
    sides[goesLeft(row) ? 0 : 1]![each]! += mass[row]!;
  });
  const totals = sides.map((side) => side.reduce((sum, each) => sum + each, 0));
  const parts = sides.map((side, at) => side.reduce((sum, each) => sum + each ** 2, 0) / totals[at]!);
  return [parts[0]! + parts[1]!, Math.min(...totals)];
}

describe.each([0, 0.2])('with a share of %d missing', (missing) => {
  test('the best division of all is found, with the missing on its better side', () => {
    for (let repeat = 0; repeat < 20; repeat++) {
      const given = world(missing);
      const bins = given.table.bins[0]!;
      let best = scoreToBeat(given.node);
      for (let bin = 1; bin < given.table.features[0]!.binCount; bin++)
        for (const missingLeft of [false, true]) {
          const side = (row: number) => (bins[row] === 0 ? missingLeft : bins[row]! <= bin);
          const [score, smaller] = scoreOf(given, side);
          if (smaller >= 8 && score > best) best = score;
        }
      const split = classSplitSearch(given, 8, 'best', random)(given.node, 0, scoreToBeat(given.node))!;
      expect(split.gain).toBeCloseTo(best, 9);
      const side = (row: number) => (bins[row] === 0 ? split.missingLeft : bins[row]! <= split.bin);
      expect(scoreOf(given, side)[0]).toBeCloseTo(split.gain, 9);
    }
  });

  test('a random division has the score it claims, and differs from draw to draw', () => {
    const given = world(missing);
    const bins = given.table.bins[0]!;
    const seen = new Set<number>();
    const search = classSplitSearch(given, 1, 'random', random);
    for (let repeat = 0; repeat < 40; repeat++) {
      const split = search(given.node, 0, scoreToBeat(given.node));
      if (split === undefined) continue;
      seen.add(split.bin);
      const side = (row: number) => (bins[row] === 0 ? split.missingLeft : bins[row]! <= split.bin);
      expect(scoreOf(given, side)[0]).toBeCloseTo(split.gain, 9);
    }
    expect(seen.size).toBeGreaterThan(4);
  });
});

test('a division that gains nothing is none', () => {
  const given = world(0);
  given.target.fill(2);
  given.node.masses.fill(0);
  given.node.masses[2] = given.node.total;
  expect(classSplitSearch(given, 1, 'best', random)(given.node, 0, scoreToBeat(given.node))).toBeUndefined();
});

test.each(['best', 'random'] as const)('categories (%s) go where their bits say', (thresholds) => {
  const codes = Float64Array.from({ length: rowCount }, () => random.integer(6));
  const base = world(0);
  const bins = learnBins(
    [{ kind: 'categorical', name: 'c', vocabulary: [...'abcdef'] }],
    [codes],
    base.mass,
    254,
  );
  const target = codes.map((code) => (code < 2 ? 0 : random.integer(classCount)));
  const masses = new Float64Array(classCount);
  target.forEach((each, row) => {
    masses[each]! += base.mass[row]!;
  });
  const given = { ...base, table: binTable(bins, [codes]), target };
  const node = { ...base.node, masses };
  let divided = 0;
  for (let repeat = 0; repeat < 20; repeat++) {
    const split = classSplitSearch(given, 1, thresholds, random)(node, 0, scoreToBeat(node));
    if (split === undefined) continue;
    divided++;
    const side = (row: number) => split.leftBins![codes[row]! + 1] === 1;
    expect(scoreOf(given, side)[0]).toBeCloseTo(split.gain, 9);
  }
  expect(divided).toBeGreaterThan(10);
});
