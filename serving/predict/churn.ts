import type { ChurnResult } from '../../models/churn/churnModel.ts';
import { churnFallback } from '../../models/churn/fallback.ts';
import type { HistoryTaskAnswer } from './historyTask.ts';

/** Risk of losing a customer within 30 and 60 days. */
export const churn: HistoryTaskAnswer<'churn', ChurnResult> = {
  task: 'churn',
  answer: (model, row) => (model ? model.predict(row) : churnFallback(row)),
  agree: (one, other) => one.segment === other.segment,
};
