import type { Split } from '../boosting/splitSearch.ts';
import type { KernelMemory } from './kernelMemory.ts';

/** Layouts of models/kernels/assembly/job.ts. */
export const descriptorBytes = 32;
export const foundBytes = 320;
const jobBytes = 256;
const smallAt = 96;
const largeAt = 176;

/** What is fixed for the growth of all trees. */
export interface JobLayout {
  readonly features: number;
  readonly descriptors: number;
  readonly rows: number;
  readonly pairs: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly stride: number;
  readonly blockRows: number;
  readonly l2: number;
  readonly minGain: number;
  readonly categorySmoothing: number;
  readonly categoryL2: number;
}

/** A node to search: its histogram, where to write what is found, and the rules of models/boosting/splitSearch.ts. */
export interface JobNode {
  readonly histogram: number;
  readonly found: number;
  readonly open: boolean;
  readonly gradient: number;
  readonly hessian: number;
  readonly minWeight: number;
  readonly toBeat: number;
  readonly parent: number;
  readonly low: number;
  readonly high: number;
}

/** The struct that tells kernel `divideNode` what to do. */
export interface NodeJob {
  readonly address: number;
  setFeatureCount(count: number): void;
  setRows(start: number, count: number, inRow: boolean): void;
  setNode(which: 'small' | 'large', node: JobNode | undefined): void;
}

export function nodeJob(room: KernelMemory, layout: JobLayout): NodeJob {
  const address = room.take(jobBytes);
  const words = room.int32(address, jobBytes / 4);
  const numbers = room.float64(address, jobBytes / 8);
  words.set([layout.features, 0, layout.descriptors, layout.rows, layout.pairs, layout.scratch]);
  words.set([layout.scratchBytes, layout.stride, layout.blockRows], 6);
  numbers.set([layout.l2, layout.minGain, layout.categorySmoothing, layout.categoryL2], 5);
  return {
    address,
    setFeatureCount(count) {
      words[1] = count;
    },
    setRows(start, count, inRow) {
      words[20] = start;
      words[21] = count;
      words[22] = inRow ? 1 : 0;
    },
    setNode(which, node) {
      const at = which === 'small' ? smallAt : largeAt;
      if (node === undefined) {
        words[at / 4] = 0;
        return;
      }
      const bounded = node.low !== Number.NEGATIVE_INFINITY || node.high !== Number.POSITIVE_INFINITY;
      words[at / 4] = node.open ? (bounded ? 2 : 1) : 0;
      words[at / 4 + 1] = node.histogram;
      words[at / 4 + 2] = node.found;
      const number = at / 8 + 2;
      numbers[number] = node.gradient;
      numbers[number + 1] = node.hessian;
      numbers[number + 2] = node.minWeight;
      numbers[number + 3] = node.toBeat;
      numbers[number + 4] = node.parent;
      numbers[number + 5] = node.low;
      numbers[number + 6] = node.high;
    },
  };
}

/** Reads the best of what was found for each feature; ties go to the first. */
export function bestFound(
  room: KernelMemory,
  found: number,
  features: Int32Array,
  isCategorical: Uint8Array,
  binCounts: Int32Array,
  total: { readonly gradient: number; readonly hessian: number },
): Split | undefined {
  const words = room.int32(found, (features.length * foundBytes) / 4);
  const numbers = room.float64(found, (features.length * foundBytes) / 8);
  let best = -1;
  for (let index = 0; index < features.length; index++)
    if (
      words[(index * foundBytes) / 4 + 2] !== 0 &&
      (best < 0 || numbers[(index * foundBytes) / 8]! > numbers[(best * foundBytes) / 8]!)
    )
      best = index;
  if (best < 0) return undefined;
  const word = (best * foundBytes) / 4;
  const number = (best * foundBytes) / 8;
  const feature = features[best]!;
  const left = { gradient: numbers[number + 2]!, hessian: numbers[number + 3]! };
  const right = { gradient: total.gradient - left.gradient, hessian: total.hessian - left.hessian };
  const gain = numbers[number]!;
  if (isCategorical[feature] === 1) {
    const leftBins = room.uint8(found + best * foundBytes + 64, binCounts[feature]!).slice();
    return { feature, gain, left, right, missingLeft: leftBins[0] === 1, bin: 0, leftBins };
  }
  const someMissing = words[word + 8] !== 0;
  return {
    feature,
    gain,
    left,
    right,
    missingLeft: someMissing ? words[word + 3] === 1 : left.hessian >= right.hessian,
    bin: words[word + 2]!,
    leftBins: undefined,
  };
}
