import { multiclassModelFromData } from '../catalogue.ts';
import type { FitOptions, ModelData } from '../estimator.ts';
import { kFolds } from '../folds.ts';
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

/** From so many decisions on the penalty hardly matters, and trying several takes its time. */
const enoughDecisions = 2000;
const penalties = [1, 10, 100, 1000];
const folds = 3;

/**
 * Imitates the team: a multinomial regression of the action taken on what was known of the lead. Of few decisions it is
 * drawn towards the shares of the whole, as far as cross-validation asks for it: whoever imitates chance differences
 * between leads does something that the team never did.
 * @throws Problem as the estimator does
 */
export async function fitTeamModel(
  leads: readonly Row[],
  taken: readonly string[],
  options: FitOptions = {},
): Promise<TeamModel> {
  const actions = [...new Set(taken)].sort();
  if (actions.length < 2) return teamModelFromData({ model: null, actions });
  const codes = Int32Array.from(taken, (name) => actions.indexOf(name));
  const fitted = (rows: ArrayLike<number>, l2: number) =>
    multinomialRegression.fit(
      {
        ...tableFromRows(Array.from(rows, (row) => leads[row]!)),
        target: Int32Array.from(rows, (row) => codes[row]!),
        classes: actions,
      },
      { ...options, l2 },
    );
  const everyRow = leads.map((_, row) => row);
  const few = leads.length >= folds * actions.length && leads.length < enoughDecisions;
  const l2 = few ? await bestPenalty() : penalties[0]!;
  return teamModelFromData({ model: (await fitted(everyRow, l2)).data, actions });

  async function bestPenalty(): Promise<number> {
    const losses = penalties.map(() => 0);
    for (const { train, test } of kFolds({ rowCount: leads.length, folds, seed: 7 })) {
      for (const [index, l2] of penalties.entries()) {
        const { data } = await fitted(train, l2);
        const model = multiclassModelFromData(data);
        for (const row of test)
          losses[index]! -= Math.log(Math.max(1e-9, model.predictRow(leads[row]!)[codes[row]!]!));
      }
    }
    return penalties[losses.indexOf(Math.min(...losses))]!;
  }
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
