import { Problem } from '../../base/problem.ts';
import type { FitOptions } from '../estimator.ts';
import { fitOutcomeModel, type OutcomeModel } from '../outcomeModel.ts';
import { pick, selectRows } from '../selectRows.ts';
import type { Experiment } from './upliftLearner.ts';

/** Outcome models of the control and of the treated rows. */
export interface ArmModels {
  readonly control: OutcomeModel;
  readonly treated: OutcomeModel;
}

/**
 * Rows count inversely to their propensity, so that both models are of the same people.
 * @throws Problem not_enough_data when an arm is empty, else as the estimators do
 */
export async function fitArms(experiment: Experiment, options: FitOptions = {}): Promise<ArmModels> {
  const modelOf = (arm: 0 | 1) => {
    const rows = armRows(experiment, arm);
    const dataset = { ...selectRows(experiment, rows), ...armWeights(experiment, arm, rows) };
    return fitOutcomeModel({ dataset, options });
  };
  return { control: await modelOf(0), treated: await modelOf(1) };
}

/**
 * Weights that make the rows of an arm stand for all rows: their own times the inverse of the probability of being in
 * the arm, scaled to a mean of 1. No weights where there are none of their own and all propensities are the same.
 */
export function armWeights(
  { propensity, weights: own }: Experiment,
  arm: 0 | 1,
  rows: Int32Array,
): { readonly weights?: Float64Array } {
  const inverse = Float64Array.from(rows, (row) => 1 / (arm === 1 ? propensity[row]! : 1 - propensity[row]!));
  if (inverse.every((each) => each === inverse[0]))
    return own === undefined ? {} : { weights: pick(own, rows) };
  const mean = inverse.reduce((sum, each) => sum + each, 0) / rows.length;
  return { weights: inverse.map((each, index) => (each / mean) * (own?.[rows[index]!] ?? 1)) };
}

/** The rows of one arm. @throws Problem not_enough_data when it is empty */
export function armRows({ treated }: Pick<Experiment, 'treated'>, arm: 0 | 1): Int32Array {
  const rows: number[] = [];
  treated.forEach((each, row) => {
    if (each === arm) rows.push(row);
  });
  if (rows.length === 0)
    throw new Problem('not_enough_data', `There is no ${arm === 1 ? 'treated' : 'control'} row.`, {
      remedy: 'Uplift needs treated and control rows: keep a random control group.',
    });
  return Int32Array.from(rows);
}

/** The given rows of an experiment. */
export function selectExperiment(experiment: Experiment, rows: Int32Array): Experiment {
  return {
    ...selectRows(experiment, rows),
    treated: Uint8Array.from(rows, (row) => experiment.treated[row]!),
    propensity: Float64Array.from(rows, (row) => experiment.propensity[row]!),
  };
}
