import type { FitOptions } from '../../models/estimator.ts';
import { crossFittedRewards } from '../../models/off-policy/crossFit.ts';
import { propensityDoubts, supportDoubts, valueDoubts } from '../../models/off-policy/doubts.ts';
import {
  type OffPolicyValue,
  offPolicyValue,
  type ValueEstimate,
} from '../../models/off-policy/offPolicyValue.ts';
import { greedyPolicy, judged, type Propensities, uniformPolicy } from '../../models/off-policy/policies.ts';
import type { DecisionLog } from './readDecisions.ts';

export interface JudgeOptions extends FitOptions {
  readonly folds: number;
  readonly seed: number;
  /** Of the learned policy: share of decisions left to chance. */
  readonly epsilon: number;
  /** Which policy is to be judged: learned from the log, random, or whose probabilities stand in a column. */
  readonly policy: 'learned' | 'random' | 'column';
}

/** One policy on one log. */
export interface PolicyShowing {
  readonly name: string;
  /** `dm` and `dr` are null, and `gain` is by SNIPS, of a policy of which only the logged actions' probabilities are known. */
  readonly value: Omit<OffPolicyValue, 'dm' | 'dr'> & {
    readonly dm: ValueEstimate | null;
    readonly dr: ValueEstimate | null;
  };
  readonly doubts: readonly string[];
  /** Share of decisions in which it takes each action; null: not known. */
  readonly shares: readonly number[] | null;
}

export interface PolicyJudgement {
  readonly log: DecisionLog;
  readonly judged: PolicyShowing;
  /** Any action, evenly. */
  readonly random: PolicyShowing;
  /** Share of decisions in which each action was taken. */
  readonly loggedShares: readonly number[];
  /** Of the log itself. */
  readonly doubts: readonly string[];
}

/**
 * Judges a policy, and the random one beside it, by the decisions of a log. Models of the reward, and the learned
 * policy with them, are cross-fitted.
 * @throws Problem as `crossFittedRewards`
 */
export async function judgePolicy(log: DecisionLog, options: JudgeOptions): Promise<PolicyJudgement> {
  const { epsilon, policy, folds, ...fit } = options;
  const rewards = await crossFittedRewards(log, { folds, ...fit });
  const show = (name: string, propensities: Propensities): PolicyShowing => {
    const concerned = judged(log, rewards, propensities);
    const value = offPolicyValue(log, concerned);
    return {
      name,
      value,
      doubts: [...valueDoubts(log, concerned, value), ...supportDoubts(log, propensities)],
      shares: sharesOf(log, propensities),
    };
  };
  const random = show('random', uniformPolicy(rewards));
  return {
    log,
    random,
    judged:
      policy === 'random'
        ? random
        : policy === 'learned'
          ? show('learned', greedyPolicy(rewards, epsilon))
          : ofColumn(log),
    loggedShares: log.names.map((_, action) => share(log.actions, action)),
    doubts: propensityDoubts(log, log),
  };
}

/** A policy of which only the probabilities of the logged actions are known: no model can speak for its other choices. */
function ofColumn(log: DecisionLog): PolicyShowing {
  const nothing = new Float64Array(log.rewards.length);
  const concerned = { propensities: log.judged!, expected: nothing, expectedOfPolicy: nothing };
  const value = offPolicyValue(log, concerned);
  return {
    name: 'column',
    value: { ...value, dm: null, dr: null },
    doubts: valueDoubts(log, concerned, value),
    shares: null,
  };
}

function sharesOf({ actions, names }: DecisionLog, propensities: Propensities): number[] {
  const sums = names.map(() => 0);
  for (let row = 0; row < actions.length; row++) {
    const of = propensities(row);
    for (let action = 0; action < sums.length; action++) sums[action]! += of[action]! / actions.length;
  }
  return sums;
}

const share = (actions: Int32Array, wanted: number): number =>
  actions.reduce((count, action) => count + (action === wanted ? 1 : 0), 0) / actions.length;
