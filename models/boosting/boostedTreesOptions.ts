import { checkOptions, optionRanges } from '../checkOptions.ts';
import type { FitOptions } from '../estimator.ts';
import type { MonotoneConstraints } from './monotone.ts';

/** What all boosted trees understand. */
export interface BoostedTreesOptions extends FitOptions {
  /** Most rounds, one tree each (several classes: one tree per class each). Default 400. */
  readonly rounds?: number;
  /** Share of each tree that counts, in (0, 1]. Default 0.1. */
  readonly learningRate?: number;
  /** Default 15. */
  readonly maxLeaves?: number;
  /** Default: no limit but the leaves. */
  readonly maxDepth?: number;
  /** L2 penalty on leaf values. Default 1. */
  readonly l2?: number;
  /**
   * Least sum of second derivatives in a leaf: weight x p (1 - p) for two classes (default 3), twice that for several
   * (default 3), weight for numbers (default 10), weight x mean for Poisson (default 1) and much the same for Tweedie.
   */
  readonly minChildWeight?: number;
  /** Least number of rows in a leaf, about: see GrowOptions. Default 1. */
  readonly minChildRows?: number;
  /** Least gain of a split. Default 0. */
  readonly minGain?: number;
  /** Share of the features each tree may use (at least three), in (0, 1]. Default 0.6. */
  readonly featureShare?: number;
  /** Share of the tree's features each node may ask for, drawn anew, in (0, 1]. Default 1. */
  readonly nodeFeatureShare?: number;
  /** Share of the rows each tree is grown on, in (0, 1]. Default 1. */
  readonly rowShare?: number;
  /**
   * How many times the trees are grown, each time with other rows and features drawn; the raw scores are averaged, which
   * takes away what the draws alone decide (Breiman 1996, Bagging predictors). Default 1.
   */
  readonly bags?: number;
  /** Numbers get at most this many bins, 2 to 254. Default 254, on fewer than 20,000 rows 127. */
  readonly maxBins?: number;
  /** By feature name: 'rising' or 'falling'. Not for the quantile loss and several classes. */
  readonly monotone?: MonotoneConstraints;
  /**
   * Share of the rows (drawn within classes) held out to choose the number of trees, in [0, 0.5]; 0 grows all `rounds`.
   * After the choice the trees are grown again on all rows. Default 0.15, on fewer than 200 rows 0. Not used when a
   * `validation` dataset is given.
   */
  readonly holdOut?: number;
  /** Rounds without improvement on the held-out rows before stopping. Default 25. */
  readonly patience?: number;
  /** 'plain' trains in TypeScript instead of WebAssembly: the same trees, slower. Default 'wasm'. */
  readonly kernels?: 'wasm' | 'plain';
}

/** @throws Problem invalid_input that names every option outside its range */
export function checkBoostedTreesOptions(options: BoostedTreesOptions): void {
  const { count, positiveCount, share, nonNegative, positive, depth } = optionRanges;
  checkOptions<BoostedTreesOptions>('boosted trees', options, {
    rounds: count,
    learningRate: share,
    maxLeaves: positiveCount,
    maxDepth: depth,
    l2: nonNegative,
    minChildWeight: positive,
    minChildRows: positiveCount,
    minGain: nonNegative,
    featureShare: share,
    nodeFeatureShare: share,
    rowShare: share,
    bags: positiveCount,
    maxBins: [
      (value) => Number.isInteger(value) && value >= 2 && value <= 254,
      'a whole number from 2 to 254',
    ],
    holdOut: [(value) => value >= 0 && value <= 0.5, '0 to 0.5'],
    patience: positiveCount,
    threads: positiveCount,
  });
}
