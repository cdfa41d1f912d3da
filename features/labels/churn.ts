import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { isKnown } from '../asOf.ts';
import { type History, millisecondsPerDay } from '../history.ts';
import type { LabelledMoment, LabelOptions } from './labelledMoment.ts';

const churnHorizonsDays = [30, 60] as const;

export interface ChurnLabelOptions extends LabelOptions {
  /**
   * - `reported`: the company says who churned and who stayed; a customer is observed until their last report.
   * - `reported_churn`: it says only who churned; everybody else is observed until `knownAt`.
   * - `inactivity`: it says neither; silence decides (see `silenceDays`).
   */
  readonly definition: 'reported' | 'reported_churn' | 'inactivity';
  /** Newest monthly moments kept per customer. */
  readonly momentsPerCustomer?: number;
}

/** Which definition a company's outcomes allow, from how many customer outcomes of each kind it has. */
export function churnDefinition(counts: Readonly<Record<string, number>>): ChurnLabelOptions['definition'] {
  if (!counts.churned) return 'inactivity';
  return counts.retained ? 'reported' : 'reported_churn';
}

/**
 * How long somebody must be silent to count as gone: three times the mean gap of their own activity, between
 * 60 and 365 days; 120 days where there is no rhythm yet.
 */
export function silenceDays(activity: readonly number[]): number {
  if (activity.length < 2) return 120;
  const span = (activity.at(-1)! - activity[0]!) / millisecondsPerDay;
  return Math.min(365, Math.max(60, (3 * span) / (activity.length - 1)));
}

/** Times of purchases, calls and appointments known at `asOf`, ascending. */
function activityTimes(history: History, asOf: number): number[] {
  return ([history.transactions, history.calls, history.appointments] as readonly (readonly Fact[])[])
    .flatMap((facts) => facts.filter((fact) => isKnown(fact, asOf)).map((fact) => fact.occurredAt))
    .sort((a, b) => a - b);
}

/** Whether they had already been silent beyond their limit. Somebody of whom no activity is recorded is not. */
function isSilent(history: History, asOf: number): boolean {
  const activity = activityTimes(history, asOf);
  const last = activity.at(-1);
  return last !== undefined && last + silenceDays(activity) * millisecondsPerDay <= asOf;
}

/** When the silence that began before `asOf` reaches its limit, given activity up to `knownAt`; or never. */
function churnBySilence(history: History, asOf: number, knownAt: number): number | 'already' | undefined {
  const before = activityTimes(history, asOf);
  if (before.length === 0) return 'already';
  const limit = silenceDays(before) * millisecondsPerDay;
  let last = before.at(-1)!;
  if (last + limit <= asOf) return 'already';
  for (const time of activityTimes(history, knownAt)) {
    if (time <= last) continue;
    if (time - last >= limit) break;
    last = time;
  }
  return last + limit <= knownAt ? last + limit : undefined;
}

/**
 * Moments of one customer, every 30 days from when they and their first attributes were known, with churn
 * within 30 days as label and within 60 as `context.label60` (null: not yet known). The grid does not look at
 * the outcome: a moment chosen because churn followed would teach the model its own selection. Nobody is
 * observed after they churned, nor, unless the company reports who stayed, while silent beyond their limit:
 * many leave without a word, and would be counted as loyal.
 */
export function churnMoments(history: History, options: ChurnLabelOptions): LabelledMoment[] {
  const { knownAt, definition, momentsPerCustomer = 12, lagDays = 0 } = options;
  const matureAt = knownAt - lagDays * millisecondsPerDay;
  const reports = history.outcomes.filter(
    (outcome) => isKnown(outcome, knownAt) && (outcome.kind === 'churned' || outcome.kind === 'retained'),
  );
  const churnedAt = Math.min(
    ...reports.filter(({ kind }) => kind === 'churned').map(({ occurredAt }) => occurredAt),
  );
  const lastReport = Math.max(...reports.map(({ occurredAt }) => occurredAt));
  const end = definition === 'reported' ? Math.min(churnedAt, lastReport) : Math.min(churnedAt, knownAt);
  const snapshots = history.attributes.map(({ occurredAt, recordedAt }) => Math.max(occurredAt, recordedAt));
  const start = Math.max(
    history.occurredAt,
    history.recordedAt,
    snapshots.length > 0 ? Math.min(...snapshots) : 0,
  );

  const step = 30 * millisecondsPerDay;
  const count = Math.max(0, Math.ceil((end - start) / step));
  const moments: LabelledMoment[] = [];
  for (let index = count - 1; index >= 0 && moments.length < momentsPerCustomer; index--) {
    const asOf = start + index * step;
    const churn = definition === 'inactivity' ? churnBySilence(history, asOf, knownAt) : churnedAt;
    if (churn === 'already' || (definition === 'reported_churn' && isSilent(history, asOf))) continue;
    const [label, label60] = churnHorizonsDays.map((days) => {
      const horizonEnd = asOf + days * millisecondsPerDay;
      if (horizonEnd > matureAt) return null;
      return churn !== undefined && churn <= horizonEnd ? 1 : 0;
    });
    if (typeof label === 'number')
      moments.push({ asOf, label, weight: 1, context: { label60: label60 ?? null } });
  }
  return moments.reverse();
}
