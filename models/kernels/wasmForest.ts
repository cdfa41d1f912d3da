import type { BinnedTable } from '../boosting/binning.ts';
import { bootstrapCounts } from '../boosting/bootstrap.ts';
import type { ForestGrower, ForestGrowOptions } from '../boosting/forestGrower.ts';
import type { GrowRows } from '../boosting/grower.ts';
import type { GrownTree } from '../boosting/grownTree.ts';
import { type ForestArea, forestMemory, grownBytes } from './forestMemory.ts';
import type { KernelMemory } from './kernelMemory.ts';
import { openThreads } from './threads.ts';

/** Forests with the WebAssembly kernel; each of `threadCount` threads grows a tree of its own. */
export async function wasmForestGrower(
  table: BinnedTable,
  rows: GrowRows,
  options: ForestGrowOptions,
  threadCount: number,
): Promise<ForestGrower> {
  const { room, job, areas } = forestMemory(table, rows, options, threadCount);
  const threads = await openThreads(room, threadCount);
  return {
    grow(seeds) {
      const trees: GrownTree[] = [];
      for (let from = 0; from < seeds.length; from += threadCount) {
        areas.forEach(({ address }, thread) => {
          const seed = seeds[from + thread];
          room.int32(address, 2).set([seed === undefined ? 0 : 1, seed ?? 0]);
        });
        threads.run('growForestTree', job);
        for (const area of areas.slice(0, seeds.length - from)) trees.push(readTree(room, area, table));
      }
      return trees;
    },
    countsOf: (seed) =>
      options.bootstrap ? bootstrapCounts(table.rowCount, seed) : new Uint8Array(table.rowCount).fill(1),
    close() {
      threads.close();
      room.close();
    },
  };
}

/** Copies a tree out of the kernel's records. */
function readTree(room: KernelMemory, { address, nodes, masks }: ForestArea, table: BinnedTable): GrownTree {
  const nodeCount = room.int32(address, 3)[2]!;
  const words = room.int32(nodes, (nodeCount * grownBytes) / 4);
  const numbers = room.float64(nodes, (nodeCount * grownBytes) / 8);
  const feature = new Int32Array(nodeCount);
  const bin = new Uint8Array(nodeCount);
  const missingLeft = new Uint8Array(nodeCount);
  const left = new Int32Array(nodeCount);
  const value = new Float64Array(nodeCount);
  const gain = new Float64Array(nodeCount);
  const cover = new Float64Array(nodeCount);
  const start = new Int32Array(nodeCount);
  const end = new Int32Array(nodeCount);
  const leftBins = new Map<number, Uint8Array>();
  for (let node = 0; node < nodeCount; node++) {
    const word = (node * grownBytes) / 4;
    const number = (node * grownBytes) / 8;
    const gradient = numbers[number + 5]!;
    const hessian = numbers[number + 6]!;
    feature[node] = words[word]!;
    bin[node] = words[word + 1]!;
    missingLeft[node] = words[word + 2]!;
    left[node] = words[word + 3]!;
    start[node] = words[word + 4]!;
    end[node] = words[word + 5]!;
    gain[node] = numbers[number + 4]!;
    value[node] = hessian > 0 ? -gradient / hessian : 0;
    cover[node] = hessian;
    const asked = table.features[feature[node]!];
    if (asked?.kind === 'categorical') {
      const mask = room.uint8(masks + 32 * node, 32);
      leftBins.set(
        node,
        Uint8Array.from({ length: asked.binCount }, (_, each) => (mask[each >> 3]! >> (each & 7)) & 1),
      );
    }
  }
  return { nodeCount, feature, bin, missingLeft, leftBins, left, value, gain, cover, start, end };
}
