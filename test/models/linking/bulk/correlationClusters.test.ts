import { expect, test } from '@jest/globals';
import { correlationClusters } from '../../../../models/linking/bulk/correlationClusters.ts';
import { certainty, type LabelledPair } from '../../../../models/linking/bulk/learnFromLabels.ts';

/** Clusters of rows whose pairs have these log-odds, all others -5; labels count as the scorer counts them. */
function clustersOf(
  rowCount: number,
  odds: Readonly<Record<string, number>>,
  labels: readonly LabelledPair[] = [],
) {
  const logOdds = (a: number, b: number): number => {
    const [left, right] = a < b ? [a, b] : [b, a];
    const label = labels.find((pair) => pair.left === left && pair.right === right);
    if (label !== undefined) return label.match ? certainty : -certainty;
    return odds[`${left},${right}`] ?? -5;
  };
  const pairs = Array.from({ length: rowCount * rowCount }, (_, at) => {
    const [left, right] = [Math.floor(at / rowCount), at % rowCount];
    return { left, right, logOdds: left < right ? logOdds(left, right) : -9 };
  }).filter(({ left, right }) => left < right);
  pairs.sort((a, b) => b.logOdds - a.logOdds);
  return correlationClusters(rowCount, pairs, { logOdds, labels });
}

test('a chain of single pairs does not make one entity of two', async () => {
  const chain = { '0,1': 4, '2,3': 4, '1,2': 2 };
  expect([...(await clustersOf(4, chain))]).toEqual([0, 0, 1, 1]);
  expect([...(await clustersOf(4, { ...chain, '0,2': 3, '1,3': 3, '0,3': 3 }))]).toEqual([0, 0, 0, 0]);
});

test('what somebody judged holds, also by way of others', async () => {
  const alike = { '0,1': 4, '1,2': 3, '0,2': 2, '2,3': 2, '0,3': 2, '1,3': 2 };
  expect([...(await clustersOf(4, alike))]).toEqual([0, 0, 0, 0]);
  // Two rows that are not one drag the third to one side only.
  const no = [{ left: 0, right: 2, match: false }];
  const [a, , c] = await clustersOf(4, alike, no);
  expect(a).not.toBe(c);
  // A match that nothing else speaks for.
  const yes = [{ left: 0, right: 3, match: true }];
  expect([...(await clustersOf(4, { '0,1': 4 }, yes))]).toEqual([0, 1, 2, 0]);
});
