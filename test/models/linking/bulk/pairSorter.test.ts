import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../../base/random.ts';
import { PairSorter } from '../../../../models/linking/bulk/pairSorter.ts';
import type { PairOrder } from '../../../../models/linking/bulk/scoredPairs.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkloop-sorter-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Pair = readonly [left: number, right: number, logOdds: number];

/** Many ties, both signs, both zeros and the largest numbers. */
function pairsOf(count: number): Pair[] {
  const random = seededRandom(3);
  const scores = [0, -0, 1000, -1000, 0.1, -0.1, 1e-40];
  return Array.from({ length: count }, () => {
    const score = random.uniform() < 0.5 ? scores[random.integer(scores.length)]! : random.normal() * 20;
    return [random.integer(3_000_000), random.integer(400), Math.fround(score)];
  });
}

const naive = (pairs: readonly Pair[], by: PairOrder): Pair[] =>
  [...pairs].sort((a, b) => (by === 'score' ? b[2] - a[2] : 0) || a[0] - b[0] || a[1] - b[1]);

/** As text, in which -0 is 0 too. */
const read = (sorter: PairSorter): string =>
  JSON.stringify(Array.from(sorter.sorted(), ({ left, right, logOdds }) => [left, right, logOdds]));

describe.each(['score', 'rows'] as const)('pairs by %s', (by) => {
  test.each([
    ['in memory', 5_000, 1e9, 0],
    ['in some runs', 5_000, 1, 4],
    ['in runs of runs', 70_000, 1, 5],
  ])('%s are as if sorted at once', (_, count, bytes, files) => {
    const pairs = pairsOf(count);
    const sorter = new PairSorter(by, bytes, () => folder, by);
    for (const [left, right, logOdds] of pairs) sorter.add(left, right, logOdds);
    expect(readdirSync(folder)).toHaveLength(files);
    expect(sorter.size).toBe(count);
    expect(sorter.spilledBytes > 0).toBe(files > 0);
    const expected = JSON.stringify(naive(pairs, by));
    for (const time of ['first', 'second']) expect([time, read(sorter) === expected]).toEqual([time, true]);
    sorter.clear();
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('a folder that cannot be written is a problem that says what to do', () => {
  const gone = join(folder, 'gone');
  const sorter = new PairSorter('rows', 1, () => gone, 'rows');
  expect(existsSync(gone)).toBe(false);
  expect(() => {
    for (let pair = 0; pair < 2_000; pair++) sorter.add(0, pair, 0);
  }).toThrow(expect.objectContaining({ code: 'unavailable', remedy: expect.stringContaining('--work') }));
});
