import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<T extends { [index: number]: unknown; length: number }>(items: T): T;
}

export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed | 0);
  // Seeds that differ in few bits start out alike; the state has mixed after some dozen steps.
  for (let step = 0; step < 64; step++) uniformInt(generator, 0, 1);
  const uniform = () => uniformFloat64(generator);
  const integer = (bound: number) => uniformInt(generator, 0, bound - 1);
  return {
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle(items) {
      const array = items as unknown as unknown[];
      for (let last = array.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        const swapped = array[last];
        array[last] = array[other];
        array[other] = swapped;
      }
      return items;
    },
  };
}
