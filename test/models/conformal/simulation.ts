import { type Random, seededRandom } from '../../../base/random.ts';

/** Mean of a number over seeded repetitions, with its standard error. */
export function simulate(
  repetitions: number,
  once: (random: Random) => number,
): { readonly mean: number; readonly error: number } {
  let sum = 0;
  let squares = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const value = once(seededRandom(90_000 + repetition));
    sum += value;
    squares += value * value;
  }
  const mean = sum / repetitions;
  return { mean, error: Math.sqrt((squares / repetitions - mean * mean) / repetitions) };
}

/** Share of `count` new cases for which `holds`. */
export function shareOf(count: number, holds: () => boolean): number {
  let held = 0;
  for (let index = 0; index < count; index++) if (holds()) held++;
  return held / count;
}
