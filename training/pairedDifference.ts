import { seededRandom } from '../base/random.ts';
import type { Measured } from './report.ts';

/** Resamples of a bootstrap: enough for the second digit of a 95 % interval. */
const resamples = 1000;

/**
 * How much two models' losses differ on the same rows: the mean of `candidate - rival`, with a percentile
 * bootstrap interval at 95 %. Whole subjects are resampled, because the rows of one customer at several
 * moments are not independent evidence (cluster bootstrap: Cameron, Gelbach & Miller 2008).
 *
 * @param candidate loss per row; @param rival loss of the same rows
 * @param subjects whose row it is
 * @returns below 0: the candidate loses less
 */
export function pairedDifference(
  candidate: ArrayLike<number>,
  rival: ArrayLike<number>,
  subjects: readonly string[],
  seed = 1,
): Measured {
  const clusters = new Map<string, { sum: number; count: number }>();
  for (let row = 0; row < subjects.length; row++) {
    const cluster = clusters.get(subjects[row]!) ?? { sum: 0, count: 0 };
    cluster.sum += candidate[row]! - rival[row]!;
    cluster.count++;
    clusters.set(subjects[row]!, cluster);
  }
  const all = [...clusters.values()];
  const random = seededRandom(seed);
  const means = new Float64Array(resamples);
  for (let sample = 0; sample < resamples; sample++) {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < all.length; draw++) {
      const cluster = all[random.integer(all.length)]!;
      sum += cluster.sum;
      count += cluster.count;
    }
    means[sample] = sum / count;
  }
  means.sort();
  return {
    value: all.reduce((sum, cluster) => sum + cluster.sum, 0) / subjects.length,
    low: means[Math.floor(resamples * 0.025)]!,
    high: means[Math.ceil(resamples * 0.975) - 1]!,
  };
}
