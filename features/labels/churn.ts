import { type History, millisecondsPerDay } from '../history.ts';
import { type ChurnDefinition, churnLabels } from './churnLabel.ts';
import type { LabelledMoment, LabelOptions } from './labelledMoment.ts';

export interface ChurnMomentsOptions extends ChurnDefinition, LabelOptions {
  /**
   * Monthly moments per customer, default 12: the newest of theirs where the company reports who stayed, else those
   * of the newest so many months. The newest of theirs would be the last months of everybody who ever left beside the
   * latest year of everybody who stayed, and leaving would look more frequent than it ever was.
   */
  readonly momentsPerCustomer?: number;
}

const step = 30 * millisecondsPerDay;

/**
 * Moments of one customer, every 30 days from when they and their first attributes were known, with churn within 30 days
 * as label; `context`: the rest of the label (churnLabel.ts). The grid does not look at the outcome: a moment chosen
 * because churn followed would teach the model its own selection.
 */
export function churnMoments(history: History, options: ChurnMomentsOptions): LabelledMoment[] {
  const { knownAt, definition, momentsPerCustomer = 12, lagDays = 0 } = options;
  const labels = churnLabels(history, options);
  const snapshots = history.attributes.map(({ occurredAt, recordedAt }) => Math.max(occurredAt, recordedAt));
  const start = Math.max(
    history.occurredAt,
    history.recordedAt,
    snapshots.length > 0 ? Math.min(...snapshots) : 0,
  );
  const oldest =
    definition === 'reported'
      ? Number.NEGATIVE_INFINITY
      : knownAt - lagDays * millisecondsPerDay - step * (momentsPerCustomer + 1);
  const count = Math.max(0, Math.ceil((labels.end - start) / step));
  const moments: LabelledMoment[] = [];
  for (let index = count - 1; index >= 0 && moments.length < momentsPerCustomer; index--) {
    const asOf = start + index * step;
    if (asOf <= oldest) break;
    const found = labels.at(asOf);
    if (found === 'censored') options.onCensored?.(asOf);
    if (typeof found === 'string') continue;
    const { label, ...context } = found;
    moments.push({ asOf, label, weight: 1, context: { ...context } });
  }
  return moments.reverse();
}
