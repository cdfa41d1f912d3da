import { gaussLegendre } from '../numeric/gaussLegendre.ts';
import type { Forest } from './forest.ts';
import { shapPaths } from './shapPaths.ts';

/** The memory that models/kernels/assembly/treeShap.ts works on, and addresses in it; they are documented there. */
export interface ShapMemory {
  readonly memory: WebAssembly.Memory;
  readonly effects: number;
  readonly trees: number;
  readonly nodes: number;
  readonly taken: number;
  readonly known: number;
  readonly product: number;
  readonly inverse: number;
  readonly sum: number;
}

const nodeBytes = 48;
const pageBytes = 65_536;
const maximumBytes = 2 ** 31;

/**
 * Lays a forest out for the kernel.
 * @throws RangeError when the memory cannot be had
 */
export function shapMemory(forest: Forest, features: number): ShapMemory {
  const { roots } = forest;
  const paths = shapPaths(forest);
  const nodeCount = forest.feature.length;
  const sizes = roots.map((root, tree) => (roots[tree + 1] ?? nodeCount) - root);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 1);
  const pairs = paths.features.map((count) => Math.ceil(count / 4));
  const mostPairs = pairs.reduce((most, count) => Math.max(most, count), 1);

  let bytes = 64;
  const place = (length: number) => {
    const start = bytes;
    bytes = Math.ceil((bytes + length) / 16) * 16;
    return start;
  };
  const effects = place(8 * features);
  const trees = place(16 * roots.length);
  // For p pairs of points 2p points, 2p reciprocals and 2p weights, after those of all fewer pairs.
  const quadrature = place(24 * mostPairs * (mostPairs + 1));
  const nodes = place(nodeBytes * nodeCount);
  const taken = place(nodeCount);
  const known = place(largest);
  const [product, inverse, sum] = [0, 1, 2].map(() => place(16 * mostPairs * largest)) as [
    number,
    number,
    number,
  ];
  if (bytes > maximumBytes) throw new RangeError(`The reasons of ${nodeCount} nodes need ${bytes} bytes.`);
  const pages = Math.ceil(bytes / pageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const view = new DataView(memory.buffer);

  const pointsOf = (count: number) => quadrature + 24 * count * (count - 1);
  for (let count = 1; count <= mostPairs; count++) {
    const { nodes, weights } = gaussLegendre(2 * count);
    // From 0 to 1.
    const points = nodes.map((node) => (1 - node) / 2);
    const into = new Float64Array(memory.buffer, pointsOf(count), 6 * count);
    into.set(points);
    into.set(
      points.map((point) => 1 / (1 - point)),
      2 * count,
    );
    into.set(
      weights.map((weight) => weight / 2),
      4 * count,
    );
  }
  roots.forEach((root, tree) => {
    const at = trees + 16 * tree;
    [root, sizes[tree]!, pairs[tree]!, pointsOf(pairs[tree]!)].forEach((number, index) => {
      view.setUint32(at + 4 * index, number, true);
    });
    for (let node = root; node < root + sizes[tree]!; node++) {
      const record = nodes + nodeBytes * node;
      const [parent, above] = [paths.parent[node]!, paths.above[node]!];
      const leaf = forest.feature[node]! < 0;
      const numbers = [
        paths.share[node]!,
        paths.share[above]!,
        paths.share[above]! > 0 ? paths.share[node]! / paths.share[above]! : 0,
        leaf ? forest.value[node]! : 0,
      ];
      numbers.forEach((number, index) => {
        view.setFloat64(record + 8 * index, number, true);
      });
      view.setUint32(record + 32, parent - root, true);
      view.setUint32(record + 36, above - root, true);
      view.setUint32(record + 40, effects + 8 * Math.max(0, forest.feature[parent]!), true);
      view.setUint32(record + 44, leaf ? 1 : 0, true);
    }
  });
  return { memory, effects, trees, nodes, taken, known, product, inverse, sum };
}
