import { Problem } from '../../base/problem.ts';
import type { FitOptions } from '../estimator.ts';
import { type Fold, kFolds } from '../folds.ts';
import { fitOutcomeModel, type OutcomeModel } from '../outcomeModel.ts';
import { pick, selectTableRows } from '../selectRows.ts';
import type { Table } from '../table.ts';
import { type ActionTable, actionTable } from './actionTable.ts';
import { type BanditLog, checkBanditLog } from './banditLog.ts';

/** A log with what the decisions were made on. */
export interface ContextualLog extends BanditLog {
  readonly contexts: Table;
  /** Index into `names` of the action taken. */
  readonly actions: Int32Array;
  readonly names: readonly string[];
}

/** What is expected of every action at every decision, by models that have not learned from the decision. */
export interface CrossFittedRewards {
  /** Action after action one expectation per decision. */
  readonly byAction: readonly Float64Array[];
}

export interface CrossFitOptions extends FitOptions {
  /** Default 5. */
  readonly folds?: number;
}

/**
 * Cross-fitting (Chernozhukov et al. 2018): the decisions are divided into folds, subjects whole, and the rewards of
 * each fold are foretold by a model of the others. A policy that acts on these forecasts, too, is judged on
 * decisions it has not learned from.
 * @throws Problem not_enough_data with fewer subjects than folds, else as the estimators do
 */
export async function crossFittedRewards(
  log: ContextualLog,
  { folds: count = 5, onProgress, ...options }: CrossFitOptions = {},
): Promise<CrossFittedRewards> {
  checkBanditLog(log);
  if (log.names.length < 2)
    throw new Problem('not_enough_data', 'Every logged decision took the same action.', {
      remedy: 'Give a log of at least two actions.',
    });
  const { rewards, contexts, subjects, names } = log;
  const rowCount = rewards.length;
  const folds = kFolds({
    rowCount,
    folds: count,
    seed: options.seed ?? 7,
    ...(subjects === undefined ? {} : { groups: subjects }),
  });
  const byAction = names.map(() => new Float64Array(rowCount));
  for (const [index, { train, test }] of folds.entries()) {
    const join = actionTable(selectTableRows(contexts, train), names);
    const model = await fitRewards(log, train, join, {
      ...options,
      onProgress: (share) => onProgress?.((index + share) / folds.length),
    });
    const rows = selectTableRows(contexts, test);
    byAction.forEach((expected, action) => {
      const forecast = model.predict(join.join(rows, new Int32Array(test.length).fill(action)));
      forecast.forEach((value, at) => {
        expected[test[at]!] = value;
      });
    });
  }
  return { byAction };
}

function fitRewards(
  { contexts, rewards, actions, subjects }: ContextualLog,
  train: Fold['train'],
  join: ActionTable,
  options: FitOptions,
): Promise<OutcomeModel> {
  const taken = Int32Array.from(train, (row) => actions[row]!);
  return fitOutcomeModel({
    dataset: { ...join.join(selectTableRows(contexts, train), taken), target: pick(rewards, train) },
    products: join.products,
    ...(subjects === undefined ? {} : { groups: Array.from(train, (row) => subjects[row]!) }),
    options,
  });
}
