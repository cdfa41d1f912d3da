import type { JudgedPolicy } from './banditLog.ts';
import type { ContextualLog, CrossFittedRewards } from './crossFit.ts';

/** For one decision the probability of each action, in the order of the log's names; sums to 1. */
export type Propensities = (row: number) => ArrayLike<number>;

/** Takes the action of which most is expected (the first of equals), but with probability `epsilon` any, evenly. */
export function greedyPolicy({ byAction }: CrossFittedRewards, epsilon: number): Propensities {
  const actions = byAction.length;
  return (row) => {
    let best = 0;
    for (let action = 1; action < actions; action++)
      if (byAction[action]![row]! > byAction[best]![row]!) best = action;
    const propensities = new Float64Array(actions).fill(epsilon / actions);
    propensities[best]! += 1 - epsilon;
    return propensities;
  };
}

/** Takes any action, evenly. */
export function uniformPolicy({ byAction }: CrossFittedRewards): Propensities {
  const even = new Float64Array(byAction.length).fill(1 / byAction.length);
  return () => even;
}

/** A policy as the estimators need it. */
export function judged(log: ContextualLog, rewards: CrossFittedRewards, policy: Propensities): JudgedPolicy {
  const rowCount = log.rewards.length;
  const result = {
    propensities: new Float64Array(rowCount),
    expected: new Float64Array(rowCount),
    expectedOfPolicy: new Float64Array(rowCount),
  };
  for (let row = 0; row < rowCount; row++) {
    const taken = log.actions[row]!;
    const propensities = policy(row);
    result.propensities[row] = propensities[taken]!;
    result.expected[row] = rewards.byAction[taken]![row]!;
    for (let action = 0; action < propensities.length; action++)
      result.expectedOfPolicy[row]! += propensities[action]! * rewards.byAction[action]![row]!;
  }
  return result;
}
