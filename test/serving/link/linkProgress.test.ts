import { expect, test } from '@jest/globals';
import { LinkProgress } from '../../../serving/link/linkProgress.ts';

test('a line per stage and every five seconds, with pairs per second of this run', () => {
  const progress = new LinkProgress();
  const line = (share: number, stage: string, pairs: number | undefined, seconds: number) =>
    progress.update(share, stage, pairs, 10_000 + 1000 * seconds).line;
  expect(line(0.1, 'choosing blocking keys', undefined, 0)).toBe('[ 10 %] choosing blocking keys');
  expect(line(0.2, 'choosing blocking keys', undefined, 4)).toBeUndefined();
  expect(line(0.3, 'choosing blocking keys', undefined, 6)).toBe('[ 30 %] choosing blocking keys');
  // What an earlier run compared is no speed of this one.
  expect(line(0.5, 'comparing candidates', 2_000_000, 7)).toBe('[ 50 %] comparing candidates: 2.00 M pairs');
  expect(line(0.6, 'comparing candidates', 3_000_000, 9)).toBeUndefined();
  expect(line(0.7, 'comparing candidates', 4_500_000, 12)).toBe(
    '[ 70 %] comparing candidates: 4.50 M pairs, 0.50 M per second',
  );
});
