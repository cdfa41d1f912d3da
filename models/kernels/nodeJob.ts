import { nodeRules, type SplitRules, thresholdRules } from '../boosting/splitSearch.ts';
import type { SearchedNode } from '../boosting/treeEngine.ts';
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
  /** Which features a node may ask for: room for those of both nodes. */
  readonly considered: number;
  readonly consideredBytes: number;
  /** Where a thread each writes what it finds. */
  readonly smallFound: number;
  readonly largeFound: number;
}

/** The struct that tells kernel `divideNode` what to do. */
export interface NodeJob {
  readonly address: number;
  /** `plan` 0: all features in their order. */
  setFeatures(count: number, plan: number): void;
  /** `whole`: all rows of the table in its order. */
  setRows(start: number, count: number, whole: boolean): void;
  /** A node to search, by models/boosting/splitSearch.ts, and where its histogram is. */
  setNode(which: 'small' | 'large', node: SearchedNode | undefined, histogram: number): void;
}

export function nodeJob(room: KernelMemory, layout: JobLayout, rules: SplitRules): NodeJob {
  const address = room.take(jobBytes);
  const words = room.int32(address, jobBytes / 4);
  const numbers = room.float64(address, jobBytes / 8);
  words.set([layout.rows, layout.pairs, layout.words, layout.wordsBytes, layout.rowMajor, layout.stride]);
  words.set([layout.descriptors, layout.scratch, layout.scratchBytes, layout.blockRows], 6);
  numbers.set([rules.l2, rules.minGain, rules.categorySmoothing, rules.categoryL2], 5);
  words[smallAt / 4 + 2] = layout.smallFound;
  words[largeAt / 4 + 2] = layout.largeFound;
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
    setNode(which, node, histogram) {
      const at = which === 'small' ? smallAt : largeAt;
      if (node === undefined || !node.open) {
        words[at / 4] = 0;
        words[at / 4 + 1] = histogram;
        return;
      }
      const bounded = node.low !== Number.NEGATIVE_INFINITY || node.high !== Number.POSITIVE_INFINITY;
      words[at / 4] = bounded ? 2 : 1;
      words[at / 4 + 1] = histogram;
      words[at / 4 + 3] = 0;
      if (node.considered !== undefined) {
        const mask = layout.considered + (which === 'small' ? 0 : layout.consideredBytes);
        room.uint8(mask, node.considered.length).set(node.considered);
        words[at / 4 + 3] = mask;
      }
      const ofNode = nodeRules(node, rules);
      const threshold = thresholdRules(node.sums, ofNode);
      const number = at / 8 + 2;
      numbers[number] = node.sums.gradient;
      numbers[number + 1] = node.sums.hessian;
      numbers[number + 2] = ofNode.minWeight;
      numbers[number + 3] = ofNode.toBeat;
      numbers[number + 4] = ofNode.parent;
      numbers[number + 5] = ofNode.low;
      numbers[number + 6] = ofNode.high;
      numbers[number + 7] = threshold.whole;
      numbers[number + 8] = threshold.slope;
      numbers[number + 9] = threshold.lightest;
      numbers[number + 10] = threshold.floor;
      numbers[number + 11] = threshold.offset;
    },
  };
}
