import type { FitOptions } from '../../models/estimator.ts';
import type { Table } from '../../models/table.ts';

/** Laws that ask how much was learned give more rows than this. */
const fewRows = 1000;

/** Defaults with which an estimator is trained under the laws, where its own would take minutes in all. */
const quick: Readonly<Record<string, (few: boolean) => object>> = {
  neural: (few) => ({ epochs: few ? 4 : 12, batchRows: 64 }),
  'boosted-trees': (few) => ({ rounds: few ? 40 : 120 }),
  'frequency-coded-boosted-trees': (few) => ({ rounds: few ? 40 : 120 }),
  'random-forest': () => ({ trees: 40 }),
  'extra-trees': () => ({ trees: 40 }),
};

/**
 * The estimator with other defaults. Where a law says nothing of options, the model of a dataset is trained once and
 * shared by the laws that ask for it.
 */
export function quicker<
  Member extends {
    readonly name: string;
    fit(dataset: never, options?: FitOptions): Promise<unknown>;
  },
>(estimator: Member): Member {
  const shared = new WeakMap<object, Promise<unknown>>();
  return {
    ...estimator,
    fit(dataset: never, options?: FitOptions) {
      const defaults = quick[estimator.name]?.((dataset as Table).rowCount < fewRows);
      if (options !== undefined) return estimator.fit(dataset, { ...defaults, ...options });
      const known = shared.get(dataset);
      if (known !== undefined) return known;
      const fitted = estimator.fit(dataset, defaults);
      shared.set(dataset, fitted);
      return fitted;
    },
  };
}
