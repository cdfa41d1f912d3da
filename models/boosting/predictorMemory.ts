import { askedValues, categorySets, nodesByUse, treeOfNodes } from './compiledForest.ts';
import { type Forest, sumLanes } from './forest.ts';

/** The memory that models/kernels/assembly/predict.ts works on, and addresses in it; they are documented there. */
export interface PredictorMemory {
  readonly memory: WebAssembly.Memory;
  /** How many rows there is room for. */
  readonly block: number;
  readonly rows: number;
  readonly scores: number;
  readonly sources: number;
  readonly starts: number;
  readonly end: number;
  readonly plain: number;
  readonly missingLeft: number;
  readonly values: number;
}

const valuesAt = 64;
const nodeBytes = 40;
const pageBytes = 65_536;
/** Eight addresses have to add up in 32 bits. */
const maximumBytes = 2 ** 29;
/** Rows of a batch that are handed over at a time, as far as they fit in so many bytes. */
const blockRows = 64;
const blockBytes = 32_768;

/**
 * Lays a forest out for the kernel.
 * @throws RangeError when the memory cannot be had
 */
export function predictorMemory(forest: Forest, features: number): PredictorMemory {
  const outputs = forest.outputs ?? 1;
  const block = Math.max(1, Math.min(blockRows, Math.floor(blockBytes / (8 * features))));
  const asked = askedValues(forest);
  const sets = categorySets(forest);
  const trees = treeOfNodes(forest);
  const lone = forest.roots.filter((root) => forest.feature[root]! < 0);
  const nodes = nodesByUse(forest, trees);
  const values = asked.features.length;

  let bytes = valuesAt;
  const place = (length: number) => {
    const start = bytes;
    bytes = Math.ceil((bytes + length) / 16) * 16;
    return start;
  };
  place(16 * values);
  const sources = place(4 * values);
  const starts = place(4 * sumLanes * outputs);
  const words = place(4 * sets.words.length);
  const rows = place(8 * block * features);
  const scores = place(8 * block * outputs);
  const end = place(nodeBytes * (1 + lone.length + nodes.length));
  if (bytes > maximumBytes) throw new RangeError(`A forest of ${nodes.length} nodes needs ${bytes} bytes.`);
  const pages = Math.ceil(bytes / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const numbers = new Float64Array(memory.buffer);
  const addresses = new Uint32Array(memory.buffer);

  const addressOf = new Uint32Array(forest.feature.length);
  let next = end + nodeBytes;
  for (const placed of [lone, nodes])
    for (const node of placed) {
      addressOf[node] = next;
      next += nodeBytes;
    }
  const rootAddress = (tree: number) => (tree < forest.roots.length ? addressOf[forest.roots[tree]!]! : end);
  const writeEdge = (address: number, side: 0 | 1, added: number, to: number) => {
    numbers[(address + 8 + 8 * side) / 8] = added;
    addresses[(address + 24 + 4 * side) / 4] = to;
  };
  // The end and trees of a single leaf ask any value, and do the same whatever it is.
  const writeConstant = (address: number, added: number, to: number) => {
    writeEdge(address, 0, added, to);
    writeEdge(address, 1, added, to);
    addresses[(address + 36) / 4] = words;
  };
  const after = (node: number) => rootAddress(trees[node]! + sumLanes * outputs);
  const writeChild = (node: number, side: 0 | 1, child: number) => {
    if (forest.feature[child]! < 0) writeEdge(addressOf[node]!, side, forest.value[child]!, after(node));
    else writeEdge(addressOf[node]!, side, 0, addressOf[child]!);
  };
  writeConstant(end, 0, end);
  for (const leaf of lone) writeConstant(addressOf[leaf]!, forest.value[leaf]!, after(leaf));
  for (const node of nodes) {
    const address = addressOf[node]!;
    numbers[address / 8] = forest.categories[node]! < 0 ? forest.value[node]! : Number.NaN;
    addresses[(address + 32) / 4] = 16 * asked.ofNode[node]!;
    addresses[(address + 36) / 4] = words + 4 * sets.ofNode[node]!;
    writeChild(node, 0, forest.left[node]!);
    writeChild(node, 1, forest.right[node]!);
  }
  addresses.set(sets.words, words / 4);
  asked.features.forEach((feature, value) => {
    addresses[sources / 4 + value] = 8 * feature;
  });
  for (let output = 0; output < outputs; output++)
    for (let lane = 0; lane < sumLanes; lane++)
      addresses[starts / 4 + sumLanes * output + lane] = rootAddress(lane * outputs + output);

  const { missingLeft: plain, categories: missingLeft } = asked;
  return { memory, block, rows, scores, sources, starts, end, plain, missingLeft, values };
}
