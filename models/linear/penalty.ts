import { Problem } from '../../base/problem.ts';

/**
 * Elastic net: l1 x |coefficients|_1 + l2 / 2 x |coefficients|^2 against the sum (not the mean) of the losses of all
 * rows, half the squared error in regression; intercepts are free. Coefficients are those of standardised numbers and
 * one-hot categories. In scikit-learn's words: LogisticRegression(C, l1_ratio) has l1 = l1_ratio / C and l2 =
 * (1 - l1_ratio) / C; Ridge(alpha) has l2 = alpha; ElasticNet(alpha, l1_ratio) has l1 = rows x alpha x l1_ratio and
 * l2 = rows x alpha x (1 - l1_ratio).
 */
export interface Penalty {
  /** Strength of the L1 penalty, at least 0, in units of the target in regression. Default 0. */
  readonly l1?: number;
  /** Strength of the L2 penalty, at least 0. Default 1. */
  readonly l2?: number;
}

/**
 * The penalty with its defaults.
 * @throws Problem invalid_input
 */
export function penaltyOf({ l1 = 0, l2 = 1 }: Penalty): Required<Penalty> {
  const findings = Object.entries({ l1, l2 })
    .filter(([, received]) => !(received >= 0 && received < Number.POSITIVE_INFINITY))
    .map(([path, received]) => ({ path, message: 'not a penalty', received, allowed: '>= 0' }));
  if (findings.length > 0)
    throw new Problem('invalid_input', 'A penalty must be a finite number of at least 0.', { findings });
  return { l1, l2 };
}
