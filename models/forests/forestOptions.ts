import type { GrowContext } from '../boosting/grower.ts';
import { checkOptions, optionRanges } from '../checkOptions.ts';
import type { FitOptions } from '../estimator.ts';

/** What all forests understand. */
export interface ForestOptions extends FitOptions {
  /** Default 100. */
  readonly trees?: number;
  /**
   * How many features that vary are looked at to divide a node: a count or a share of all. Default 'sqrt' for classes;
   * for numbers 'third', of extra trees 'all'.
   */
  readonly featuresPerNode?: number | 'sqrt' | 'third' | 'all';
  /** Default: no limit. */
  readonly maxDepth?: number;
  /** Least weight of the rows in a leaf. Default 10 for classes, 3 for numbers; 1 gives the pure leaves of Breiman. */
  readonly minLeafRows?: number;
  /** Grow each tree on as many rows as there are, drawn with replacement. Default true, of extra trees false. */
  readonly bootstrap?: boolean;
  /** Also predict every row by the trees that have not seen it (needs the bootstrap). Default false. */
  readonly outOfBag?: boolean;
  /** Numbers get at most this many bins, 2 to 254 (the default). */
  readonly maxBins?: number;
  /** 'plain' trains in TypeScript instead of WebAssembly: the same trees, slower. Default 'wasm'. */
  readonly kernels?: 'wasm' | 'plain';
}

/** Options with nothing left open. */
export interface ForestPlan {
  readonly trees: number;
  readonly featuresPerNode: number;
  readonly maxDepth: number;
  readonly minLeafRows: number;
  readonly bootstrap: boolean;
  readonly outOfBag: boolean;
  readonly thresholds: 'best' | 'random';
  readonly seed: number;
  readonly context: Required<GrowContext>;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((share: number) => void) | undefined;
}

/** What one kind of forest does unless told otherwise. */
export type ForestDefaults = Required<Pick<ForestOptions, 'featuresPerNode' | 'minLeafRows' | 'bootstrap'>> &
  Pick<ForestPlan, 'thresholds'>;

/** @throws Problem invalid_input that names every option outside its range */
export function checkForestOptions(options: ForestOptions, { bootstrap }: ForestDefaults): void {
  const { positiveCount, positive, depth } = optionRanges;
  const { featuresPerNode } = options;
  const bagless = options.outOfBag === true && !(options.bootstrap ?? bootstrap);
  checkOptions<ForestOptions>(
    'a forest',
    options,
    {
      trees: positiveCount,
      maxDepth: depth,
      minLeafRows: positive,
      maxBins: [
        (value) => Number.isInteger(value) && value >= 2 && value <= 254,
        'a whole number from 2 to 254',
      ],
      threads: positiveCount,
      ...(typeof featuresPerNode === 'string' ? {} : { featuresPerNode: positiveCount }),
    },
    [
      ...(typeof featuresPerNode === 'string' && !['sqrt', 'third', 'all'].includes(featuresPerNode)
        ? [
            {
              path: 'featuresPerNode',
              message: 'not a share',
              received: featuresPerNode,
              allowed: 'a count, sqrt, third, all',
            },
          ]
        : []),
      ...(bagless
        ? [{ path: 'outOfBag', message: 'every tree sees every row without the bootstrap', allowed: 'false' }]
        : []),
    ],
  );
}

export function forestPlan(
  options: ForestOptions,
  defaults: ForestDefaults,
  featureCount: number,
): ForestPlan {
  return {
    trees: options.trees ?? 100,
    featuresPerNode: countOf(options.featuresPerNode ?? defaults.featuresPerNode, featureCount),
    maxDepth: options.maxDepth ?? Number.POSITIVE_INFINITY,
    minLeafRows: options.minLeafRows ?? defaults.minLeafRows,
    bootstrap: options.bootstrap ?? defaults.bootstrap,
    outOfBag: options.outOfBag ?? false,
    thresholds: defaults.thresholds,
    seed: options.seed ?? 7,
    context: contextOf(options),
    signal: options.signal,
    onProgress: options.onProgress,
  };
}

/** How the machine is used; never changes the trees. */
export function contextOf({ threads = 1, kernels = 'wasm' }: ForestOptions): Required<GrowContext> {
  return { threads, kernels };
}

function countOf(wanted: number | 'sqrt' | 'third' | 'all', features: number): number {
  if (typeof wanted === 'number') return Math.min(wanted, Math.max(features, 1));
  const share = { sqrt: Math.floor(Math.sqrt(features)), third: Math.floor(features / 3), all: features };
  return Math.max(share[wanted], 1);
}
