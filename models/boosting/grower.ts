import { Problem } from '../../base/problem.ts';
import { threadCountOf } from '../kernels/threads.ts';
import { wasmEngine } from '../kernels/wasmEngine.ts';
import type { BinnedTable } from './binning.ts';
import type { GrownTree } from './grownTree.ts';
import { leafwiseGrower } from './leafwise.ts';
import { plainEngine } from './plainEngine.ts';

export interface GrowOptions {
  /** Most leaves; at least 1. */
  readonly maxLeaves: number;
  readonly maxDepth: number;
  /** L2 penalty on leaf values, at least 0. */
  readonly l2: number;
  /** Least sum of hessians in a child, above 0. */
  readonly minChildWeight: number;
  /**
   * Least number of rows in a child, at least 1. As in LightGBM the rows of a child are judged by its share of the node's
   * hessian, which is exact when all hessians are equal.
   */
  readonly minChildRows: number;
  /** Least gain of a split, at least 0. */
  readonly minGain: number;
  /** How many of the tree's features, drawn at random, a node may ask for; absent: all. At least 1. */
  readonly featuresPerNode?: number;
  /**
   * Per feature 1 (the prediction must not fall as the value grows), -1 (must not rise) or 0. As in LightGBM's "basic"
   * method the middle of two children's values bounds everything below them. Ignored for categories.
   */
  readonly monotone?: Int8Array;
}

/** What the rows are, in the table's order. */
export interface GrowRows {
  /** Read by the built-in losses. */
  readonly target: Float64Array;
  /** Positive row weights; absent: all 1. */
  readonly weights?: Float64Array;
  /** How many scores a row has. Default 1. */
  readonly outputs?: number;
}

export interface GrowRequest {
  /** The features the tree may ask for, ascending. */
  readonly features: Int32Array;
  /** Draws the features that nodes may ask for. Default 0. */
  readonly seed?: number;
  /** The rows it is grown on, ascending and distinct; absent: all. */
  readonly rows?: Int32Array;
  /**
   * 'logistic' and 'squared' derive inside the grower from `scores(0)`, `target` and `weights`, which is fastest, and
   * leave anything in `gradients` and `hessians`; 'given' (the default) takes those as they were filled.
   */
  readonly derivatives?: 'given' | 'logistic' | 'squared';
}

/**
 * Grows trees on one table, made once per fit. All its arrays are views of memory that `close` gives back: copy what
 * must outlive it. Derivatives are rounded to multiples of 2^-50 of their largest possible sum, so that all sums are
 * exact in any order: the trees are the same, bit by bit, with any number of threads and with plain or WebAssembly
 * kernels.
 */
export interface Grower {
  readonly rowCount: number;
  /** First and second derivative of the loss by each row's score, times the row's weight; filled before `grow`. */
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  /** The rows in the order of the leaves of the tree grown last (only those it was grown on). */
  readonly rows: Int32Array;
  /** Raw scores of all rows; the caller sets where they start. */
  scores(output: number): Float64Array;
  /** @throws Problem degenerate_fit when a derivative is not finite */
  grow(request: GrowRequest): GrownTree;
  /**
   * Adds scale x leaf value of the tree grown last to the scores of every row, also of rows it was not grown on. The
   * values are read from `tree.value`, so they may be changed before (to a median, say).
   */
  addScores(tree: GrownTree, scale: number, output?: number): void;
  close(): void;
}

export interface GrowContext {
  /** Threads, of which the caller's is one; at most 64 are used. Default 1. */
  readonly threads?: number;
  /** 'plain' is TypeScript, the oracle of the WebAssembly kernels; slower, same trees. Default 'wasm'. */
  readonly kernels?: 'wasm' | 'plain';
}

/** @throws Problem invalid_input when an option is outside its range */
export async function openGrower(
  table: BinnedTable,
  rows: GrowRows,
  options: GrowOptions,
  context: GrowContext = {},
): Promise<Grower> {
  checkOptions(options);
  const engine =
    context.kernels === 'plain'
      ? plainEngine(table, rows, options)
      : await wasmEngine(table, rows, options, threadCountOf(context.threads));
  return leafwiseGrower(engine, table, options);
}

function checkOptions(options: GrowOptions): void {
  const ranges: [keyof GrowOptions, boolean, string][] = [
    ['maxLeaves', options.maxLeaves >= 1, 'at least 1'],
    ['maxDepth', options.maxDepth >= 0, 'at least 0'],
    ['l2', options.l2 >= 0 && Number.isFinite(options.l2), 'finite, at least 0'],
    ['minChildWeight', options.minChildWeight > 0, 'above 0'],
    ['minChildRows', options.minChildRows >= 1, 'at least 1'],
    ['minGain', options.minGain >= 0, 'at least 0'],
    ['featuresPerNode', (options.featuresPerNode ?? 1) >= 1, 'at least 1'],
  ];
  const findings = ranges
    .filter(([, allowed]) => !allowed)
    .map(([path, , allowed]) => ({
      path,
      message: 'outside its range',
      received: options[path],
      allowed,
    }));
  if (findings.length > 0)
    throw new Problem('invalid_input', 'A tree cannot be grown with these options.', { findings });
}
