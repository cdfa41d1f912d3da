import type { BinnedTable } from '../boosting/binning.ts';
import { forestGrid, roundingConstant } from '../boosting/derivativeGrid.ts';
import type { ForestGrowOptions } from '../boosting/forestGrower.ts';
import type { GrowRows } from '../boosting/grower.ts';
import { type KernelMemory, openKernelMemory } from './kernelMemory.ts';
import { descriptorBytes } from './nodeJob.ts';

/** Layouts of models/kernels/assembly/forestJob.ts. */
export const grownBytes = 64;
const jobBytes = 128;
const areaHead = 10_432;

/** Where a thread grows its tree. */
export interface ForestArea {
  readonly address: number;
  readonly nodes: number;
  readonly masks: number;
}

export interface ForestMemory {
  readonly room: KernelMemory;
  readonly job: number;
  readonly areas: readonly ForestArea[];
}

/** @throws Problem payload_too_large when the table does not fit */
export function forestMemory(
  table: BinnedTable,
  { target, weights }: GrowRows,
  options: ForestGrowOptions,
  threads: number,
): ForestMemory {
  const { rowCount, features, bins } = table;
  const columnBytes = Math.ceil(rowCount / 64) * 64;
  const nodeCount = 2 * rowCount;
  const someCategories = features.some(({ kind }) => kind === 'categorical');
  const areaSizes = {
    order: 4 * features.length,
    stack: 4 * (rowCount + 8),
    rows: 4 * (rowCount + 8),
    moved: 4 * (rowCount + 8),
    counts: rowCount,
    pairs: 16 * rowCount,
    gathered: 16 * rowCount,
    nodes: grownBytes * nodeCount,
    masks: someCategories ? 32 * nodeCount : 0,
  };
  const areaBytes = Object.values(areaSizes).reduce((a, b) => a + Math.ceil(b / 64) * 64, areaHead);
  const shared = columnBytes * features.length + 16 * rowCount + features.length * descriptorBytes + jobBytes;
  const room = openKernelMemory(shared + threads * areaBytes + 4096);
  const columns = room.take(columnBytes * features.length);
  bins.forEach((column, feature) => {
    room.uint8(columns + feature * columnBytes, rowCount).set(column);
  });
  const descriptors = room.take(features.length * descriptorBytes);
  features.forEach(({ kind, binCount }, feature) => {
    room.int32(descriptors + feature * descriptorBytes, 3).set([binCount, kind === 'categorical' ? 1 : 0, 0]);
  });
  const takeRows = (values: Float64Array) => {
    const address = room.take(8 * rowCount);
    room.float64(address, rowCount).set(values);
    return address;
  };
  const targetAt = takeRows(target);
  const weightsAt = weights === undefined ? 0 : takeRows(weights);
  const areasAt = room.take(areaBytes * threads);
  const areas = Array.from({ length: threads }, (_, thread) => {
    const address = areasAt + thread * areaBytes;
    let next = address + areaHead;
    const addresses = Object.values(areaSizes).map((size) => {
      const at = next;
      next += Math.ceil(size / 64) * 64;
      return at;
    });
    room.int32(address + 16, addresses.length).set(addresses);
    return { address, nodes: addresses[7]!, masks: addresses[8]! };
  });
  const job = room.take(jobBytes);
  room
    .int32(job, 13)
    .set([
      rowCount,
      features.length,
      columns,
      columnBytes,
      descriptors,
      targetAt,
      weightsAt,
      options.featuresPerNode,
      options.thresholds === 'random' ? 1 : 0,
      options.bootstrap ? 1 : 0,
      Math.min(options.maxDepth, 2 ** 31 - 1),
      areasAt,
      areaBytes,
    ]);
  const { gradientConstant, hessianUnit } = forestGrid(target, weights);
  const hessianConstant = roundingConstant(hessianUnit);
  const { minSplitWeight, minChildWeight, minGain } = options;
  room
    .float64(job + 56, 7)
    .set([minSplitWeight, minChildWeight, gradientConstant, hessianConstant, hessianUnit, 0, minGain]);
  room.float64(job + 112, 2).set([0, 0]);
  return { room, job, areas };
}
