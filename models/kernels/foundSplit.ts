import type { BinnedTable } from '../boosting/binning.ts';
import type { Sums } from '../boosting/nodeSums.ts';
import type { Split } from '../boosting/splitSearch.ts';
import type { KernelMemory } from './kernelMemory.ts';

/** Layout of a record of models/kernels/assembly/job.ts. */
export const foundBytes = 320;
const maskAt = 64;

/** Reads the best split out of one record per thread; ties go to the first, whose features come first. */
export function foundSplits(room: KernelMemory, found: number, threads: number, table: BinnedTable) {
  const words = room.int32(found, (threads * foundBytes) / 4);
  const numbers = room.float64(found, (threads * foundBytes) / 8);
  return (features: Int32Array, total: Sums): Split | undefined => {
    let best = -1;
    let gain = Number.NEGATIVE_INFINITY;
    for (let thread = 0; thread < threads; thread++) {
      const number = (thread * foundBytes) / 8;
      if (words[2 * number + 2] === 0 || numbers[number]! <= gain) continue;
      best = thread;
      gain = numbers[number]!;
    }
    if (best < 0) return undefined;
    const number = (best * foundBytes) / 8;
    const word = 2 * number;
    const feature = features[words[word + 9]!]!;
    const left = { gradient: numbers[number + 2]!, hessian: numbers[number + 3]! };
    const right = { gradient: total.gradient - left.gradient, hessian: total.hessian - left.hessian };
    const { kind, binCount } = table.features[feature]!;
    if (kind === 'categorical') {
      const leftBins = room.uint8(found + best * foundBytes + maskAt, binCount).slice();
      return { feature, gain, left, right, missingLeft: leftBins[0] === 1, bin: 0, leftBins };
    }
    // Where nothing was missing, later missing values follow the majority.
    const missingLeft = words[word + 8] !== 0 ? words[word + 3] === 1 : left.hessian >= right.hessian;
    return { feature, gain, left, right, missingLeft, bin: words[word + 2]!, leftBins: undefined };
  };
}
