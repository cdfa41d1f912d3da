import { Problem } from '../../base/problem.ts';
import type { FitOptions } from '../estimator.ts';
import { fitOutcomeModel, type OutcomeModel } from '../outcomeModel.ts';
import { selectRows } from '../selectRows.ts';
import type { Experiment } from './upliftLearner.ts';

/** Outcome models of the control and of the treated rows. */
export interface ArmModels {
  readonly control: OutcomeModel;
  readonly treated: OutcomeModel;
}

/** @throws Problem not_enough_data when an arm is empty, else as the estimators do */
export async function fitArms(experiment: Experiment, options: FitOptions = {}): Promise<ArmModels> {
  const modelOf = (arm: 0 | 1) =>
    fitOutcomeModel({ dataset: selectRows(experiment, armRows(experiment, arm)), options });
  return { control: await modelOf(0), treated: await modelOf(1) };
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
