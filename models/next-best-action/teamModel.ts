import { multiclassModelFromData } from '../catalogue.ts';
import type { FitOptions, ModelData } from '../estimator.ts';
import { multinomialRegression } from '../multinomialRegression.ts';
import type { Row } from '../table.ts';
import { tableFromRows } from '../tableFromRows.ts';

/** How often the team takes each action with such a lead. */
export interface TeamModel {
  readonly data: TeamModelData;
  /** Of each eligible action; sums to 1. What the team has never done counts as much as a hundredth of an action. */
  propensities(row: Row, eligible: readonly string[]): number[];
}

export interface TeamModelData {
  /** Null: it has only ever taken one action. */
  readonly model: ModelData | null;
  readonly actions: readonly string[];
}

const neverTaken = 0.01;

/**
 * Imitates the team: a multinomial regression of the action taken on what was known of the lead.
 * @throws Problem as the estimator does
 */
export async function fitTeamModel(
  leads: readonly Row[],
  taken: readonly string[],
  options: FitOptions = {},
): Promise<TeamModel> {
  const actions = [...new Set(taken)].sort();
  if (actions.length < 2) return teamModelFromData({ model: null, actions });
  const model = await multinomialRegression.fit(
    {
      ...tableFromRows(leads),
      target: Int32Array.from(taken, (name) => actions.indexOf(name)),
      classes: actions,
    },
    options,
  );
  return teamModelFromData({ model: model.data, actions });
}

export function teamModelFromData(data: TeamModelData): TeamModel {
  const { actions } = data;
  const model = data.model === null ? null : multiclassModelFromData(data.model);
  return {
    data,
    propensities(row, eligible) {
      const shares = model?.predictRow(row) ?? Float64Array.of(1);
      const weights = eligible.map((name) => {
        const index = actions.indexOf(name);
        return Math.max(index < 0 ? 0 : shares[index]!, neverTaken);
      });
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    },
  };
}
