import type { BinnedTable } from '../boosting/binning.ts';
import { gridUnit, roundingConstant } from '../boosting/derivativeGrid.ts';
import type { GrowOptions, GrowRequest, GrowRows } from '../boosting/grower.ts';
import { logisticBounds } from '../boosting/plainDerivatives.ts';
import { boostingRules } from '../boosting/plainEngine.ts';
import type { SplitRules } from '../boosting/splitSearch.ts';
import type { TreeEngine } from '../boosting/treeEngine.ts';
import { foundSplits } from './foundSplit.ts';
import { writeGatherPlan } from './gatherPlan.ts';
import { type GrowMemory, growMemory } from './growMemory.ts';
import { nodeJob } from './nodeJob.ts';
import { openThreads, type Threads } from './threads.ts';

/** Fewer rows than this are divided sooner than other threads take part. */
const fewRows = 8192;
/** Leaves that are written for the scores at a time. */
const leafBatch = 1024;

/** Growing with the WebAssembly kernels, in `threadCount` threads. */
export async function wasmEngine(
  table: BinnedTable,
  given: GrowRows,
  options: GrowOptions,
  threadCount: number,
): Promise<TreeEngine> {
  const { rowCount } = table;
  const layout = growMemory(table, given, options, threadCount);
  const { room, rows, moved, pairs, gradients, hessians, target, weights, slots, slotBytes } = layout;
  const threads = await openThreads(room, threadCount);
  const rules: SplitRules = { ...boostingRules, ...options };
  layOut(table, layout, threads);
  const job = nodeJob(room, layout, rules);
  const leftBinsAt = room.take(256);
  const leftBins = room.uint8(leftBinsAt, 256);
  const partial = room.take(16 * threadCount);
  const leavesAt = room.take(16 * leafBatch);
  const leafWords = room.int32(leavesAt, 4 * leafBatch);
  const leafValues = room.float64(leavesAt, 2 * leafBatch);
  const rowsView = room.int32(rows, rowCount);
  const gradientsView = room.float64(gradients, rowCount);
  const hessiansView = room.float64(hessians, rowCount);
  const bounds = logisticBounds(given);
  let features: Int32Array = new Int32Array();
  let count = 0;
  let ordered = false;

  const largest = (values: number) => {
    threads.run('findLargest', rowCount, values, partial);
    return room.float64(partial, threadCount).reduce((a, b) => Math.max(a, b), 0);
  };
  const smallSplit = foundSplits(room, layout.smallFound, threadCount, table);
  const largeSplit = foundSplits(room, layout.largeFound, threadCount, table);

  return {
    gradients: gradientsView,
    hessians: hessiansView,
    rows: rowsView,
    scores: (output) => room.float64(layout.scores[output]!, rowCount),
    begin(request: GrowRequest) {
      const kind = request.derivatives ?? 'given';
      if (kind === 'logistic') {
        const hessianUnit = gridUnit(bounds.hessian, rowCount);
        threads.run(
          'deriveLogistic',
          rowCount,
          layout.scores[0]!,
          target,
          weights,
          pairs,
          roundingConstant(gridUnit(bounds.gradient, rowCount)),
          roundingConstant(hessianUnit),
          hessianUnit,
        );
      } else {
        if (kind === 'squared')
          threads.run('deriveSquared', rowCount, layout.scores[0]!, target, weights, gradients, hessians);
        const hessianUnit = gridUnit(largest(hessians), rowCount);
        threads.run(
          'roundPairs',
          rowCount,
          gradients,
          hessians,
          pairs,
          roundingConstant(gridUnit(largest(gradients), rowCount)),
          roundingConstant(hessianUnit),
          hessianUnit,
        );
      }
      features = request.features;
      room.int32(layout.features, features.length).set(features);
      const all = features.length === table.features.length;
      if (!all) writeGatherPlan(features, room.uint8(layout.plan, layout.planBytes));
      job.setFeatures(features.length, all ? 0 : layout.plan);
      count = request.rows?.length ?? rowCount;
      ordered = all && request.rows === undefined;
      if (request.rows === undefined) threads.run('countUp', rows, rowCount);
      else rowsView.set(request.rows);
      threads.run('sumPairs', rows, count, pairs, partial);
      const sums = room.float64(partial, 2 * threadCount);
      let gradient = 0;
      let hessian = 0;
      for (let thread = 0; thread < threadCount; thread++) {
        gradient += sums[2 * thread]!;
        hessian += sums[2 * thread + 1]!;
      }
      return { count, sums: { gradient, hessian } };
    },
    searchRoot(slot, root) {
      job.setRows(root.start, root.end - root.start, ordered);
      job.setNode('small', root, slots + slot * slotBytes);
      job.setNode('large', undefined, 0);
      threads.run('divideNode', job.address);
      return smallSplit(features, root.sums);
    },
    partition(split, start, end) {
      const bins = layout.words + (split.feature >> 2) * layout.wordsBytes + (split.feature & 3);
      const shift = split.missingLeft ? 0 : 1;
      const limit = split.bin + 1 - shift;
      if (split.leftBins !== undefined) leftBins.set(split.leftBins);
      const mask = split.leftBins === undefined ? 0 : leftBinsAt;
      const parts = end - start < fewRows ? 1 : threadCount;
      if (parts === 1)
        room.kernels.partitionPart!(0, 1, rows, moved, start, end, bins, shift, limit, mask, partial);
      else threads.run('partitionPart', rows, moved, start, end, bins, shift, limit, mask, partial);
      return start + room.kernels.joinParts!(parts, rows, moved, start, end, partial);
    },
    divide(parentSlot, slot, small, large) {
      job.setRows(small.start, small.end - small.start, false);
      job.setNode('small', small, slots + slot * slotBytes);
      job.setNode('large', large, slots + parentSlot * slotBytes);
      threads.run('divideNode', job.address);
      return [
        small.open ? smallSplit(features, small.sums) : undefined,
        large.open ? largeSplit(features, large.sums) : undefined,
      ];
    },
    cover: (start, end) =>
      given.weights === undefined ? end - start : room.kernels.sumWeights!(rows, start, end, weights),
    appendOthers() {
      if (count === rowCount) return 0;
      const inside = new Uint8Array(rowCount);
      for (let index = 0; index < count; index++) inside[rowsView[index]!] = 1;
      let next = count;
      for (let row = 0; row < rowCount; row++) if (inside[row] === 0) rowsView[next++] = row;
      return rowCount - count;
    },
    addToRanges(ranges, output) {
      for (let from = 0; from < ranges.length; from += leafBatch) {
        const batch = ranges.slice(from, from + leafBatch);
        batch.forEach(({ start, end, value }, index) => {
          leafWords[4 * index] = start;
          leafWords[4 * index + 1] = end;
          leafValues[2 * index + 1] = value;
        });
        threads.run('addLeaves', rows, rowCount, leavesAt, batch.length, layout.scores[output]!);
      }
    },
    close() {
      threads.close();
      room.close();
    },
  };
}

/** Brings the table's columns into both layouts, some columns at a time. */
function layOut(table: BinnedTable, layout: GrowMemory, threads: Threads): void {
  const { room, columns, columnBytes, columnBatch, words, wordsBytes, rowMajor, stride } = layout;
  for (let from = 0; from < table.bins.length; from += columnBatch) {
    const batch = table.bins.slice(from, from + columnBatch);
    batch.forEach((column, index) => {
      room.uint8(columns + index * columnBytes, table.rowCount).set(column);
    });
    const to = words + (from / 4) * wordsBytes;
    threads.run('toWords', table.rowCount, batch.length, columns, columnBytes, to, wordsBytes);
  }
  threads.run('toRowMajor', table.rowCount, table.bins.length, words, wordsBytes, rowMajor, stride);
}
