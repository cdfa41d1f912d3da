import type { KernelMemory } from './kernelMemory.ts';

/** Layouts of models/kernels/assembly/job.ts. */
export const descriptorBytes = 16;
export const histogramBytes = 4096;
const jobBytes = 384;
const smallAt = 104;
const largeAt = 216;

/** What is fixed for the growth of all trees. */
export interface JobLayout {
  readonly rows: number;
  readonly pairs: number;
  readonly words: number;
  readonly wordsBytes: number;
  readonly rowMajor: number;
  readonly stride: number;
  readonly descriptors: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly blockRows: number;
  readonly features: number;
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
  readonly whole: number;
  readonly slope: number;
  readonly lightest: number;
  readonly floor: number;
  readonly offset: number;
}

/** The struct that tells kernel `divideNode` what to do. */
export interface NodeJob {
  readonly address: number;
  /** `plan` 0: all features in their order. */
  setFeatures(count: number, plan: number): void;
  /** `whole`: all rows of the table in its order. */
  setRows(start: number, count: number, whole: boolean): void;
  setNode(which: 'small' | 'large', node: JobNode | undefined): void;
}

export function nodeJob(room: KernelMemory, layout: JobLayout): NodeJob {
  const address = room.take(jobBytes);
  const words = room.int32(address, jobBytes / 4);
  const numbers = room.float64(address, jobBytes / 8);
  words.set([layout.rows, layout.pairs, layout.words, layout.wordsBytes, layout.rowMajor, layout.stride]);
  words.set([layout.descriptors, layout.scratch, layout.scratchBytes, layout.blockRows], 6);
  numbers.set([layout.l2, layout.minGain, layout.categorySmoothing, layout.categoryL2], 5);
  words[20] = layout.features;
  return {
    address,
    setFeatures(count, plan) {
      words[21] = count;
      words[22] = plan;
    },
    setRows(start, count, whole) {
      words[23] = start;
      words[24] = count;
      words[25] = whole ? 1 : 0;
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
      numbers[number + 7] = node.whole;
      numbers[number + 8] = node.slope;
      numbers[number + 9] = node.lightest;
      numbers[number + 10] = node.floor;
      numbers[number + 11] = node.offset;
    },
  };
}
