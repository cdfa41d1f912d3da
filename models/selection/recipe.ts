import { Problem } from '../../base/problem.ts';
import { estimators } from '../catalogue.ts';
import type { Candidate } from './candidate.ts';
import { frequencyCodedEstimators } from './frequencyCoded.ts';

/** How a model was made of members, as plain data: enough to make its like of other rows. */
export interface Recipe {
  readonly members: readonly RecipeMember[];
  /** Added to the weighted sum of the members' scores. */
  readonly intercept: number;
}

export interface RecipeMember {
  readonly candidate: string;
  readonly estimator: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** At least 0, of the member's score: log-odds of a classifier, the prediction of a regressor. */
  readonly weight: number;
}

export const memberOf = ({ name, estimator, options }: Candidate, weight: number): RecipeMember => ({
  candidate: name,
  estimator: estimator.name,
  options,
  weight,
});

/** One estimator, with the options it has by default. */
export const defaultRecipe = (estimator: string): Recipe => ({
  members: [{ candidate: estimator, estimator, options: {}, weight: 1 }],
  intercept: 0,
});

/** The model is the score of its only member. */
export const isSingle = ({ members, intercept }: Recipe): boolean =>
  members.length === 1 && members[0]!.weight === 1 && intercept === 0;

/** @throws Problem artifact_invalid when this software has no such estimator */
export function candidateOf(member: RecipeMember, task: 'classification' | 'regression'): Candidate {
  const known = [...estimators, ...frequencyCodedEstimators];
  const estimator = known.find((each) => each.task === task && each.name === member.estimator);
  if (estimator === undefined)
    throw new Problem('artifact_invalid', `There is no estimator for ${task} called ${member.estimator}.`, {
      remedy: 'Train a new model.',
    });
  return { name: member.candidate, estimator, options: member.options };
}
