import type { FitOptions } from '../../models/estimator.ts';

/** Defaults with which an estimator is trained under the laws, where its own would take minutes in all. */
const quick: Readonly<Record<string, object>> = {
  neural: { epochs: 12, batchRows: 64 },
  'random-forest': { trees: 40 },
  'extra-trees': { trees: 40 },
};

/** The estimator with other defaults. */
export function quicker<
  Member extends {
    readonly name: string;
    fit(dataset: never, options?: FitOptions): Promise<unknown>;
  },
>(estimator: Member): Member {
  const defaults = quick[estimator.name];
  if (defaults === undefined) return estimator;
  return { ...estimator, fit: (dataset, options) => estimator.fit(dataset, { ...defaults, ...options }) };
}
