import type { BinnedTable } from '../boosting/binning.ts';
import { gridUnit, roundingConstant } from '../boosting/derivativeGrid.ts';
import type { GrowOptions, GrowRequest, GrowRows } from '../boosting/grower.ts';
import { boostingRules } from '../boosting/plainEngine.ts';
import { nodeRules, type SplitRules } from '../boosting/splitSearch.ts';
import type { SearchedNode, TreeEngine } from '../boosting/treeEngine.ts';
import { growMemory } from './growMemory.ts';
import { bestFound, type JobNode, nodeJob } from './nodeJob.ts';
import { openThreads } from './threads.ts';

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
  if (layout.stride > 1)
    threads.run(
      'toRowMajor',
      rowCount,
      table.bins.length,
      layout.columns,
      layout.columnBytes,
      layout.rowMajor,
      layout.stride,
    );
  const job = nodeJob(room, { ...layout, ...rules });
  const leftBinsAt = room.take(256);
  const leftBins = room.uint8(leftBinsAt, 256);
  const partial = room.take(16 * threadCount);
  const leavesAt = room.take(16 * leafBatch);
  const leafWords = room.int32(leavesAt, 4 * leafBatch);
  const leafValues = room.float64(leavesAt, 2 * leafBatch);
  const rowsView = room.int32(rows, rowCount);
  const movedView = room.int32(moved, rowCount);
  const isCategorical = Uint8Array.from(table.features, ({ kind }) => (kind === 'categorical' ? 1 : 0));
  const binCounts = Int32Array.from(table.features, ({ binCount }) => binCount);
  const gradientsView = room.float64(gradients, rowCount);
  const hessiansView = room.float64(hessians, rowCount);
  let features: Int32Array = new Int32Array();
  let count = 0;
  let ordered = false;

  const largest = (values: number) => {
    threads.run('findLargest', rowCount, values, partial);
    return room.float64(partial, threadCount).reduce((a, b) => Math.max(a, b), 0);
  };
  const jobNodeOf = (node: SearchedNode, slot: number, found: number): JobNode => ({
    ...nodeRules(node, rules),
    histogram: slots + slot * slotBytes,
    found,
    open: node.open,
    gradient: node.sums.gradient,
    hessian: node.sums.hessian,
  });
  const foundFor = (node: SearchedNode, found: number) =>
    node.open ? bestFound(room, found, features, isCategorical, binCounts, node.sums) : undefined;

  return {
    gradients: gradientsView,
    hessians: hessiansView,
    rows: rowsView,
    scores: (output) => room.float64(layout.scores[output]!, rowCount),
    begin(request: GrowRequest) {
      const kind = request.derivatives ?? 'given';
      if (kind !== 'given')
        threads.run(
          kind === 'logistic' ? 'deriveLogistic' : 'deriveSquared',
          rowCount,
          layout.scores[0]!,
          target,
          weights,
          gradients,
          hessians,
        );
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
      features = request.features;
      room.int32(layout.features, features.length).set(features);
      job.setFeatureCount(features.length);
      count = request.rows?.length ?? rowCount;
      ordered = request.rows === undefined;
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
      job.setNode('small', jobNodeOf(root, slot, layout.smallFound));
      job.setNode('large', undefined);
      threads.run('divideNode', job.address);
      return foundFor(root, layout.smallFound);
    },
    partition(split, start, end) {
      const column = layout.columns + split.feature * layout.columnBytes;
      let left: number;
      if (split.leftBins === undefined) {
        const shift = split.missingLeft ? 0 : 1;
        left = room.kernels.partitionThreshold!(
          rows,
          moved,
          start,
          end,
          column,
          shift,
          split.bin + 1 - shift,
        );
      } else {
        leftBins.set(split.leftBins);
        left = room.kernels.partitionSubset!(rows, moved, start, end, column, leftBinsAt);
      }
      rowsView.set(movedView.subarray(start, end - left), start + left);
      return start + left;
    },
    divide(parentSlot, slot, small, large) {
      job.setRows(small.start, small.end - small.start, false);
      job.setNode('small', jobNodeOf(small, slot, layout.smallFound));
      job.setNode('large', jobNodeOf(large, parentSlot, layout.largeFound));
      threads.run('divideNode', job.address);
      return [foundFor(small, layout.smallFound), foundFor(large, layout.largeFound)];
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
