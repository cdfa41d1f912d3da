import type { Forest } from './forest.ts';
import { plainTreeShap } from './plainTreeShap.ts';
import { wasmTreeShap } from './wasmTreeShap.ts';

/**
 * Exact path-dependent TreeSHAP (Lundberg, Erion & Lee 2018): what each feature adds to the score of an encoded row,
 * against the cover-weighted mean of the forest; what is unknown is replaced by the training rows that reached the
 * node, not by a background sample. The effects and `forestMean` sum to the score.
 *
 * With q_j the share of training rows that take a path's branches on feature j, and k_j 1 when the row itself does and
 * else 0, a leaf of value v gives feature i, over all sets of known features with their Shapley weights,
 *
 *     v (k_i - q_i) x integral over t from 0 to 1 of the product over j != i of (k_j t + q_j (1 - t)),
 *
 * because the weight of a set is the integral of t^known (1 - t)^unknown. The integrand is a polynomial of a degree
 * below the number of features on the path, for which Gauss-Legendre quadrature with half as many points is exact. At
 * each point the products of all leaves are sums and products along the tree, as in Linear TreeShap (Yu et al. 2022):
 * a row costs nodes x points.
 *
 * @param features length of an encoded row
 * @param kernels 'wasm' or 'plain' TypeScript, equal to rounding; by default the former, and the latter where no
 *   memory can be had for it
 * @returns the effects by feature, of one output; of a forest of several outputs the sum of all (see forestOutputs.ts)
 */
export function treeShap(
  forest: Forest,
  features: number,
  kernels?: 'wasm' | 'plain',
): (encoded: Float64Array) => Float64Array {
  if (kernels === 'plain') return (encoded) => plainTreeShap(forest, encoded);
  try {
    return wasmTreeShap(forest, features);
  } catch (error) {
    if (kernels === 'wasm' || !(error instanceof RangeError)) throw error;
    return (encoded) => plainTreeShap(forest, encoded);
  }
}

/** Mean score of the training rows. */
export function forestMean(forest: Forest): number {
  let sum = 0;
  for (let tree = 0; tree < forest.roots.length; tree++) {
    const root = forest.roots[tree]!;
    const end = forest.roots[tree + 1] ?? forest.feature.length;
    for (let node = root; node < end; node++)
      if (forest.feature[node] === -1)
        sum += (forest.cover[node]! / forest.cover[root]!) * forest.value[node]!;
  }
  return sum;
}
