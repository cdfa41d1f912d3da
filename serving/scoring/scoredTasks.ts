import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import { churn } from '../predict/churn.ts';
import type { HistoryTaskAnswer } from '../predict/historyTask.ts';
import { leadScore } from '../predict/leadScore.ts';
import { lifetimeValue } from '../predict/lifetimeValue.ts';
import { plannedAction } from './plannedAction.ts';

/** The tasks of which everybody can be scored, in the order in which that is done. */
export const scoredTasks = ['clv', 'churn', 'lead_score', 'nba'] as const satisfies readonly HistoryTask[];

/** How each is answered for everybody. */
export const answersOfTask: { readonly [T in HistoryTask]: HistoryTaskAnswer<T, object, never> } = {
  nba: plannedAction as HistoryTaskAnswer<'nba', object, never>,
  clv: lifetimeValue as HistoryTaskAnswer<'clv', object, never>,
  churn: churn as HistoryTaskAnswer<'churn', object, never>,
  lead_score: leadScore as HistoryTaskAnswer<'lead_score', object, never>,
};
