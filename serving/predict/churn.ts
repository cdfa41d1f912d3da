import type { ChurnResult } from '../../models/churn/churnModel.ts';
import { churnFallback } from '../../models/churn/fallback.ts';
import type { HistoryTaskAnswer } from './historyTask.ts';
import { customerValue } from './lifetimeValue.ts';

/** A risk and what is at stake. */
export interface ChurnAnswer extends ChurnResult {
  /** Lifetime value by the company's champion of that task, company currency. */
  readonly lifetimeValue: number;
  /** `risk60` times `lifetimeValue`. */
  readonly valueAtRisk: number;
}

/** Risk of losing a customer within 30 and 60 days, and what would be lost. */
export const churn: HistoryTaskAnswer<'churn', ChurnAnswer, number> = {
  task: 'churn',
  prepare: customerValue,
  answer(model, row, { now, prepared: lifetimeValue }) {
    const { result, ...rest } = model ? model.predict(row, now) : churnFallback(row);
    return { ...rest, result: { ...result, lifetimeValue, valueAtRisk: result.risk60 * lifetimeValue } };
  },
  agree: (one, other) => one.segment === other.segment,
};
