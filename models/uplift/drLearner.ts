import { kFolds } from '../folds.ts';
import { fitOutcomeModel } from '../outcomeModel.ts';
import { selectTableRows } from '../selectRows.ts';
import { fitArms, selectExperiment } from './arms.ts';
import type { UpliftLearner } from './upliftLearner.ts';

/**
 * Doubly robust: each row's effect is guessed by outcome models of the other half of the rows and corrected by its own
 * outcome, inversely to its probability of being assigned so; what these noisy effects have in common is learned
 * (Kennedy 2023, Towards optimal doubly robust estimation of heterogeneous causal effects).
 */
export const drLearner: UpliftLearner = {
  name: 'dr',
  title: 'DR-learner',
  async fit(experiment, options = {}) {
    const { rowCount, target, treated, propensity } = experiment;
    const halves = kFolds({ rowCount, folds: 2, seed: options.seed ?? 7, strata: treated });
    const effect = new Float64Array(rowCount);
    for (const { train, test } of halves) {
      const arms = await fitArms(selectExperiment(experiment, train), options);
      const table = selectTableRows(experiment, test);
      const without = arms.control.predict(table);
      const treatedOutcome = arms.treated.predict(table);
      test.forEach((row, index) => {
        const [zero, one] = [without[index]!, treatedOutcome[index]!];
        const correction =
          treated[row] === 1
            ? (target[row]! - one) / propensity[row]!
            : -(target[row]! - zero) / (1 - propensity[row]!);
        effect[row] = one - zero + correction;
      });
    }
    const { columns, weights } = experiment;
    const model = await fitOutcomeModel({
      dataset: { rowCount, columns, target: effect, ...(weights === undefined ? {} : { weights }) },
      options,
    });
    return { effects: (table) => model.predict(table) };
  },
};
