import { expect, test } from '@jest/globals';
import { type Measurement, measureInTurns, median, ratio, spread } from '../../bench/measure.ts';

const { signal } = new AbortController();

test('contenders run in turns, every second round in reverse, and warm-ups do not count', async () => {
  const runs: string[] = [];
  const contender = (name: string) => ({
    name,
    run() {
      runs.push(name);
      return { wall: runs.length, cpu: 0 };
    },
  });
  const measured = await measureInTurns([contender('a'), contender('b')], { rounds: 2, warmUps: 1, signal });
  expect(runs.join('')).toBe('baabba');
  expect(measured.map(({ samples }) => samples.map(({ wall }) => wall))).toEqual([
    [3, 6],
    [4, 5],
  ]);
});

test('an interrupted measurement stops', async () => {
  const controller = new AbortController();
  const run = () => {
    controller.abort();
    return { wall: 1, cpu: 1 };
  };
  const turns = { rounds: 5, warmUps: 0, signal: controller.signal };
  await expect(measureInTurns([{ name: 'a', run }], turns)).rejects.toThrow(/abort/i);
});

const measured = (...walls: number[]): Measurement => ({
  name: '',
  samples: walls.map((wall) => ({ wall, cpu: 2 * wall })),
});

test('the median of an even count is the mean of the middle two, and the order does not matter', () => {
  expect(median([9, 1, 3, 5])).toBe(4);
  expect(median([10, 9, 100])).toBe(10);
});

test('spread and ratio', () => {
  expect(spread(measured(4, 2, 3))).toEqual({ median: 3, low: 2, high: 4 });
  expect(spread(measured(4, 2, 3), 'cpu').median).toBe(6);
  // Round by round, so that a machine that slows down for both changes nothing.
  expect(ratio(measured(1, 10, 100), measured(2, 20, 200))).toBe(0.5);
  expect(ratio(measured(1, 10, 1), measured(2, 20, 200))).toBe(0.5);
});
