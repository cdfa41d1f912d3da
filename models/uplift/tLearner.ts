import { fitArms } from './arms.ts';
import type { UpliftLearner } from './upliftLearner.ts';

/** Two models: the outcome with treatment minus the outcome without, each learned from its arm alone. */
export const tLearner: UpliftLearner = {
  name: 't',
  title: 'T-learner',
  async fit(experiment, options) {
    const { control, treated } = await fitArms(experiment, options);
    return {
      effects(table) {
        const without = control.predict(table);
        return treated.predict(table).map((outcome, row) => outcome - without[row]!);
      },
    };
  },
};
