import { fitOutcomeModel } from '../outcomeModel.ts';
import { pick, selectTableRows } from '../selectRows.ts';
import { armRows, armWeights, fitArms } from './arms.ts';
import type { UpliftLearner } from './upliftLearner.ts';

/**
 * The outcome each row would have had in the other arm is imputed by that arm's model, the differences are learned
 * within each arm, and both answers are averaged, the better supported one with more weight (Künzel, Sekhon, Bickel &
 * Yu 2019, Metalearners for estimating heterogeneous treatment effects). Gains where one arm is much the smaller.
 */
export const xLearner: UpliftLearner = {
  name: 'x',
  title: 'X-learner',
  async fit(experiment, options = {}) {
    const arms = await fitArms(experiment, options);
    const imputed = (arm: 0 | 1) => {
      const rows = armRows(experiment, arm);
      const table = selectTableRows(experiment, rows);
      const other = (arm === 1 ? arms.control : arms.treated).predict(table);
      const own = pick(experiment.target, rows);
      const target = own.map((outcome, index) => (arm === 1 ? 1 : -1) * (outcome - other[index]!));
      return fitOutcomeModel({
        dataset: { ...table, target, ...armWeights(experiment, arm, rows) },
        options,
      });
    };
    const [ofControl, ofTreated] = [await imputed(0), await imputed(1)];
    const treatedShare = experiment.propensity.reduce((sum, each) => sum + each, 0) / experiment.rowCount;
    return {
      effects(table) {
        const fromTreated = ofTreated.predict(table);
        return ofControl
          .predict(table)
          .map((effect, row) => treatedShare * effect + (1 - treatedShare) * fromTreated[row]!);
      },
    };
  },
};
