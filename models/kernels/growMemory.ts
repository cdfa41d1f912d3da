import type { BinnedTable } from '../boosting/binning.ts';
import type { GrowOptions, GrowRows } from '../boosting/grower.ts';
import { type KernelMemory, openKernelMemory } from './kernelMemory.ts';
import { descriptorBytes, foundBytes } from './nodeJob.ts';

/** Bytes of bins up to which columns alone are fast: they stay in the second cache. */
const cachedTable = 1 << 20;
/** Scratch of a thread's search of a categorical feature, at least. */
const searchScratch = 4096;

/** Addresses of everything that growing on a table needs. */
export interface GrowMemory {
  readonly room: KernelMemory;
  readonly columns: number;
  readonly columnBytes: number;
  /** Bytes from one row's bin to the next: 1 in columns; more: `rowMajor` holds the table row by row as well. */
  readonly stride: number;
  readonly rowMajor: number;
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
  const { rowCount, features, bins, offsets } = table;
  const outputs = given.outputs ?? 1;
  const columnBytes = Math.ceil((rowCount + 8) / 64) * 64;
  const stride = columnBytes * features.length <= cachedTable ? 1 : Math.ceil(features.length / 8) * 8;
  const blockRows = stride === 1 ? 4096 : 1024;
  // One pair more than there are bins, because they are searched two at a time.
  const slotBytes = Math.ceil((16 * (offsets[features.length]! + 1)) / 64) * 64;
  const slotCount = Math.max(1, Math.min(options.maxLeaves, rowCount));
  const scratchBytes = Math.max(20 * blockRows, searchScratch);
  const perRow = 8 * (rowCount + 8);
  const sizes = [
    columnBytes * features.length,
    stride === 1 ? 0 : rowCount * stride,
    (6 + outputs) * perRow,
    perRow,
    slotCount * slotBytes,
    features.length * (4 + descriptorBytes + 2 * foundBytes),
    threads * scratchBytes,
    1 << 16,
  ];
  const room = openKernelMemory(sizes.reduce((a, b) => a + b));

  const columns = room.take(columnBytes * features.length);
  bins.forEach((column, feature) => {
    room.uint8(columns + feature * columnBytes, rowCount).set(column);
  });
  const rowMajor = stride === 1 ? 0 : room.take(rowCount * stride);
  const takeRows = () => {
    const address = room.take(perRow);
    room.float64(address, rowCount + 8).fill(0);
    return address;
  };
  const target = takeRows();
  room.float64(target, rowCount).set(given.target);
  const weights = given.weights === undefined ? 0 : takeRows();
  if (given.weights !== undefined) room.float64(weights, rowCount).set(given.weights);
  const descriptors = room.take(features.length * descriptorBytes);
  features.forEach(({ kind, binCount }, feature) => {
    const column = columns + feature * columnBytes;
    room
      .int32(descriptors + feature * descriptorBytes, 6)
      .set([
        16 * offsets[feature]!,
        binCount,
        kind === 'categorical' ? 1 : 0,
        options.monotone?.[feature] ?? 0,
        stride === 1 ? column : rowMajor + feature,
        column,
      ]);
  });
  return {
    room,
    columns,
    columnBytes,
    stride,
    rowMajor,
    gradients: takeRows(),
    hessians: takeRows(),
    pairs: room.take(2 * perRow),
    scores: Array.from({ length: outputs }, takeRows),
    target,
    weights,
    rows: room.take(perRow / 2),
    moved: room.take(perRow / 2),
    slots: room.take(slotCount * slotBytes),
    slotBytes,
    features: room.take(4 * features.length),
    descriptors,
    smallFound: room.take(features.length * foundBytes),
    largeFound: room.take(features.length * foundBytes),
    scratch: room.take(threads * scratchBytes),
    scratchBytes,
    blockRows,
  };
}
