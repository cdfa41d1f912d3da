import { childOf, type Forest } from './forest.ts';
import { instantiatePredict } from './predictModule.ts';
import { shapMemory } from './shapMemory.ts';

type Explain = (
  trees: number,
  treeCount: number,
  nodes: number,
  taken: number,
  known: number,
  product: number,
  inverse: number,
  sum: number,
) => void;

/**
 * TreeSHAP in WebAssembly, in a memory of the forest's own.
 * @throws RangeError when the memory cannot be had
 */
export function wasmTreeShap(forest: Forest, features: number): (encoded: Float64Array) => Float64Array {
  const layout = shapMemory(forest, features);
  const { memory, trees, nodes, known, product, inverse, sum } = layout;
  const explain = instantiatePredict(memory).explain as Explain;
  const effects = new Float64Array(memory.buffer, layout.effects, features);
  const taken = new Uint8Array(memory.buffer, layout.taken, forest.feature.length);
  const asking = Int32Array.from(forest.feature.keys()).filter((node) => forest.feature[node]! >= 0);
  return (encoded) => {
    for (let index = 0; index < asking.length; index++) {
      const node = asking[index]!;
      const chosen = childOf(forest, node, encoded[forest.feature[node]!]!);
      const [left, right] = [forest.left[node]!, forest.right[node]!];
      taken[left] = chosen === left ? 1 : 0;
      taken[right] = chosen === right ? 1 : 0;
    }
    effects.fill(0);
    explain(trees, forest.roots.length, nodes, layout.taken, known, product, inverse, sum);
    return effects.slice();
  };
}
