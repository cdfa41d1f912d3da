import type { BinnedTable } from '../boosting/binning.ts';
import type { GrowOptions, GrowRows } from '../boosting/grower.ts';
import { foundBytes } from './foundSplit.ts';
import { planBytes } from './gatherPlan.ts';
import { type KernelMemory, openKernelMemory } from './kernelMemory.ts';
import { descriptorBytes, histogramBytes } from './nodeJob.ts';

/** A block of gathered rows of a thread: it stays in the second cache. */
const blockBytes = 384 << 10;
const mostBlockRows = 8192;
/** Scratch of a thread's search of a categorical feature, at least. */
const searchScratch = 4096;
/** Columns that wait at a time to be laid out. */
const columnBatch = 32;

/** Addresses of everything that growing on a table needs; the layouts are those of models/kernels/assembly/job.ts. */
export interface GrowMemory {
  readonly room: KernelMemory;
  readonly words: number;
  readonly wordsBytes: number;
  readonly rowMajor: number;
  readonly stride: number;
  readonly columns: number;
  readonly columnBytes: number;
  readonly columnBatch: number;
  readonly gradients: number;
  readonly hessians: number;
  readonly pairs: number;
  /** One per output. */
  readonly scores: readonly number[];
  readonly target: number;
  /** 0 when all are 1. */
  readonly weights: number;
  readonly rows: number;
  readonly moved: number;
  readonly slots: number;
  readonly slotBytes: number;
  readonly features: number;
  readonly plan: number;
  readonly planBytes: number;
  readonly considered: number;
  readonly consideredBytes: number;
  readonly descriptors: number;
  readonly smallFound: number;
  readonly largeFound: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly blockRows: number;
}

/** @throws Problem payload_too_large when the table does not fit */
export function growMemory(
  table: BinnedTable,
  given: GrowRows,
  options: GrowOptions,
  threads: number,
): GrowMemory {
  const { rowCount, features } = table;
  const outputs = given.outputs ?? 1;
  const groups = Math.ceil(features.length / 4);
  const wordsBytes = Math.ceil((4 * rowCount) / 64) * 64 + 64;
  const stride = Math.max(1, Math.ceil(features.length / 16)) * 16;
  const columnBytes = Math.ceil(rowCount / 64) * 64;
  const blockRows =
    8 * Math.max(32, Math.floor(Math.min(blockBytes / (16 + stride + 16), mostBlockRows, rowCount + 8) / 8));
  const slotBytes = 4 * groups * histogramBytes;
  const slotCount = Math.max(1, Math.min(options.maxLeaves, rowCount));
  const scratchBytes = Math.max(blockRows * (16 + stride + 16), searchScratch);
  const perRow = 8 * (rowCount + 8);
  const sizes = {
    words: groups * wordsBytes,
    rowMajor: rowCount * stride,
    columns: columnBatch * columnBytes,
    gradients: perRow,
    hessians: perRow,
    pairs: 2 * perRow,
    target: perRow,
    weights: given.weights === undefined ? 0 : perRow,
    rows: perRow / 2,
    moved: perRow / 2,
    slots: slotCount * slotBytes + 64,
    features: 4 * features.length,
    plan: planBytes(features.length),
    considered: 2 * features.length,
    descriptors: features.length * descriptorBytes,
    smallFound: threads * foundBytes,
    largeFound: threads * foundBytes,
    scratch: threads * scratchBytes,
  };
  const total = Object.values(sizes).reduce((a, b) => a + b + 64, outputs * (perRow + 64));
  const room = openKernelMemory(total + (1 << 16));
  const address = (Object.keys(sizes) as (keyof typeof sizes)[]).reduce(
    (all, name) => Object.assign(all, { [name]: room.take(sizes[name]) }),
    {} as Record<keyof typeof sizes, number>,
  );
  const scores = Array.from({ length: outputs }, () => room.take(perRow));
  for (const each of [address.gradients, address.hessians, address.target, ...scores])
    room.float64(each, rowCount + 8).fill(0);
  room.float64(address.target, rowCount).set(given.target);
  if (given.weights !== undefined) room.float64(address.weights, rowCount).set(given.weights);
  features.forEach(({ kind, binCount }, feature) => {
    room
      .int32(address.descriptors + feature * descriptorBytes, 3)
      .set([binCount, kind === 'categorical' ? 1 : 0, options.monotone?.[feature] ?? 0]);
  });
  return {
    ...address,
    room,
    wordsBytes,
    stride,
    columnBytes,
    columnBatch,
    scores,
    weights: given.weights === undefined ? 0 : address.weights,
    slotBytes,
    planBytes: sizes.plan,
    consideredBytes: features.length,
    scratchBytes,
    blockRows,
  };
}
