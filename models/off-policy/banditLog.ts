import { Problem } from '../../base/problem.ts';

/** Decisions that one policy has taken and logged; element i of every array is decision i. */
export interface BanditLog {
  /** What came of the action taken, less its cost. */
  readonly rewards: Float64Array;
  /** Probability with which the logging policy took the action it took, in (0, 1]. */
  readonly propensities: Float64Array;
  /** Whose decision it is: those of one subject are no independent evidence. Absent: each stands for itself. */
  readonly subjects?: ArrayLike<string | number>;
}

/** A policy to be judged, as far as it concerns the logged decisions. */
export interface JudgedPolicy {
  /** Probability with which it would have taken the logged action, in [0, 1]. */
  readonly propensities: Float64Array;
  /** Reward a model expects of the logged action; the model must not have learned from this decision. */
  readonly expected: Float64Array;
  /** Reward the same model expects of the policy: the mean over its actions by their probability. */
  readonly expectedOfPolicy: Float64Array;
}

/**
 * @throws Problem not_enough_data without any decision, invalid_input for a reward that is not finite, a propensity
 * outside (0, 1] or arrays of different lengths
 */
export function checkBanditLog({ rewards, propensities, subjects }: BanditLog): void {
  if (rewards.length === 0) throw new Problem('not_enough_data', 'The log holds no decision.');
  if (propensities.length !== rewards.length || (subjects?.length ?? rewards.length) !== rewards.length)
    throw new Problem('invalid_input', 'The columns of the log differ in length.');
  refuse(
    rewards,
    Number.isFinite,
    'reward',
    'a finite number',
    'Leave decisions out whose reward is not known yet.',
  );
  refuse(
    propensities,
    (value) => value > 0 && value <= 1,
    'propensity',
    'above 0, at most 1',
    'Log with each decision the probability with which its action was chosen.',
  );
}

function refuse(
  values: Float64Array,
  allowed: (value: number) => boolean,
  path: string,
  range: string,
  remedy: string,
): void {
  const bad = values.reduce((count, value) => count + (allowed(value) ? 0 : 1), 0);
  if (bad === 0) return;
  const row = values.findIndex((value) => !allowed(value));
  throw new Problem('invalid_input', `${bad} of ${values.length} decisions have no usable ${path}.`, {
    findings: [{ path, message: `first in decision ${row + 1}`, received: values[row], allowed: range }],
    remedy,
  });
}
