import { finish } from '../numeric/steps.ts';
import type { Dataset } from '../table.ts';
import type { Penalty } from './penalty.ts';
import { prepareSteps } from './prepare.ts';
import { spreadOf } from './spread.ts';

/** L2 alone: from nearly free to strong. */
const ridges = [0.1, 1, 10, 100];
/** Shares of the L1 penalty at which every coefficient is 0 (lambda max of Friedman, Hastie & Tibshirani 2010). */
const shares = [0.1, 0.03, 0.01];

/**
 * A few penalties worth comparing by cross-validation, the default among them: four of L2 alone (0.1, 1, 10 and 100
 * against the sum of losses of standardised columns) and three elastic nets with L1 at 10, 3 and 1 % of the least that
 * leaves only the intercept, with L2 1. Strengths follow the table's rows and the target's unit. For logistic and for
 * linear regression, of a dataset that checkDataset accepts.
 */
export function penaltyGrid(dataset: Dataset): readonly Required<Penalty>[] {
  const { design, weights } = finish(prepareSteps(dataset));
  const { mean } = spreadOf(dataset.target, weights);
  // At the best constant both losses have the gradient weight x (mean - target) by the score.
  const gradient = new Float64Array(design.parameterCount);
  design.gradient(
    dataset.target.map((value, row) => weights[row]! * (mean - value)),
    gradient,
  );
  const largest = gradient.reduce(
    (most, each, parameter) => (parameter === 0 ? most : Math.max(most, Math.abs(each))),
    0,
  );
  return [
    ...ridges.map((l2) => ({ l1: 0, l2 })),
    ...(largest > 0 ? shares : []).map((share) => ({ l1: share * largest, l2: 1 })),
  ];
}
