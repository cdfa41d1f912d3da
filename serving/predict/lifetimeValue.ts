import { lifetimeValueFallback } from '../../models/lifetime-value/fallback.ts';
import type { LifetimeValueResult } from '../../models/lifetime-value/lifetimeValueModel.ts';
import type { HistoryTaskAnswer } from './historyTask.ts';

/** What a customer will spend in the next three years. */
export const lifetimeValue: HistoryTaskAnswer<'clv', LifetimeValueResult> = {
  task: 'clv',
  answer: (model, row) => (model ? model.predict(row) : lifetimeValueFallback(row)),
  agree: (one, other) => one.segment === other.segment,
};
