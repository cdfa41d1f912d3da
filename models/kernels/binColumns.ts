import { sampleRows } from '../boosting/sampleRows.ts';
import { openKernelMemory } from './kernelMemory.ts';
import { openThreads } from './threads.ts';

/** Layout of an area of models/kernels/assembly/binning.ts. */
const thresholdsAt = 64;
const arraysAt = 64 + 2048 + 6 * 2048 * 4;

export interface BinnedColumn {
  readonly thresholds: Float64Array;
  readonly bins: Uint8Array;
}

/**
 * Bins of numeric columns of equal length, one column per thread at a time. `weights` undefined: all 1.
 * @param pause awaited before each group of columns
 */
export async function binColumns(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
  valueBins: number,
  threadCount: number,
  pause: () => Promise<void>,
): Promise<BinnedColumn[]> {
  const rowCount = columns[0]?.length ?? 0;
  if (rowCount === 0) return columns.map(() => ({ thresholds: new Float64Array(), bins: new Uint8Array() }));
  const chosen = sampleRows(rowCount);
  const sampleCount = chosen?.length ?? rowCount;
  const areaBytes = Math.ceil((arraysAt + 9 * rowCount + 24 * sampleCount) / 64) * 64;
  const shared = 4 * (chosen?.length ?? 0) + 8 * (weights?.length ?? 0) + 128;
  const room = openKernelMemory(areaBytes * threadCount + shared);
  const threads = await openThreads(room, threadCount);
  try {
    const sample = chosen === undefined ? 0 : room.take(4 * sampleCount);
    if (chosen !== undefined) room.int32(sample, sampleCount).set(chosen);
    const weightsAt = weights === undefined ? 0 : room.take(8 * rowCount);
    if (weights !== undefined) room.float64(weightsAt, rowCount).set(weights);
    const areas = room.take(areaBytes * threadCount);
    const values = arraysAt;
    const bins = arraysAt + 8 * rowCount + 24 * sampleCount;
    const result: BinnedColumn[] = [];
    for (let from = 0; from < columns.length; from += threadCount) {
      await pause();
      for (let thread = 0; thread < threadCount; thread++) {
        const column = columns[from + thread];
        const area = areas + thread * areaBytes;
        room.int32(area, 1)[0] = column === undefined ? 0 : 1;
        if (column !== undefined) room.float64(area + values, rowCount).set(column);
      }
      threads.run('binColumn', areas, areaBytes, rowCount, sample, sampleCount, weightsAt, valueBins);
      for (let thread = 0; thread < threadCount && from + thread < columns.length; thread++) {
        const area = areas + thread * areaBytes;
        const cuts = room.int32(area, 2)[1]!;
        result.push({
          thresholds: room.float64(area + thresholdsAt, cuts).slice(),
          bins: room.uint8(area + bins, rowCount).slice(),
        });
      }
    }
    return result;
  } finally {
    threads.close();
    room.close();
  }
}
