import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { isKnown, newestKnown } from '../asOf.ts';
import { defaultContractAttribute, parsedDay } from '../contract.ts';
import { type History, millisecondsPerDay } from '../history.ts';
import type { LabelledMoment, LabelOptions } from './labelledMoment.ts';

const churnHorizonsDays = [30, 60] as const;

export interface ChurnLabelOptions extends LabelOptions {
  /**
   * - `reported`: the company says who churned and who stayed; a customer is observed until their last report.
   * - `reported_churn`: it says only who churned; who is never heard of again has left without a word.
   * - `inactivity`: it says neither; silence alone decides.
   */
  readonly definition: 'reported' | 'reported_churn' | 'inactivity';
  /** Name of the attribute that holds a contract's end as an ISO date; default `contractEnd`. */
  readonly contractAttribute?: string;
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

/** How one customer leaves, as seen from `asOf`. */
interface Departure {
  /** Epoch milliseconds; infinite: not as far as is known. */
  readonly at: number;
  /** Days that must pass after a horizon until it is known who has left by its end. */
  readonly waitDays: number;
}

/**
 * By silence, relative to the customer's own rhythm. It is dated back to the last sign of life: who is never heard of
 * again left then, and not when the silence became long enough to notice. Undefined: silence says nothing about
 * them, because no activity was recorded yet or they were silent beyond their limit already.
 */
function bySilence(history: History, asOf: number, knownAt: number): Departure | undefined {
  const before = activityTimes(history, asOf);
  const limit = silenceDays(before);
  const last = before.at(-1);
  if (last === undefined || last + limit * millisecondsPerDay <= asOf) return undefined;
  const lastOfAll = activityTimes(history, knownAt).at(-1)!;
  const silent = lastOfAll + limit * millisecondsPerDay <= knownAt;
  return { at: silent ? lastOfAll : Number.POSITIVE_INFINITY, waitDays: limit };
}

/** End of the contract in the newest attributes known, epoch milliseconds; undefined: no contract. */
function contractEnd(history: History, asOf: number, attribute: string): number | undefined {
  const value = newestKnown(history.attributes, asOf)?.attributes[attribute];
  return typeof value === 'string' ? parsedDay(value) : undefined;
}

/** By the end of the contract, unless it was extended by then; undefined: there is no running contract at `asOf`. */
function byContract(
  history: History,
  asOf: number,
  knownAt: number,
  attribute: string,
): Departure | undefined {
  const running = contractEnd(history, asOf, attribute);
  if (running === undefined || running <= asOf) return undefined;
  const end = contractEnd(history, knownAt, attribute) ?? Number.POSITIVE_INFINITY;
  return { at: end <= knownAt ? end : Number.POSITIVE_INFINITY, waitDays: 0 };
}

/**
 * Moments of one customer, every 30 days from when they and their first attributes were known, with churn
 * within 30 days as label and within 60 as `context.label60` (null: not yet known). Somebody with a running contract
 * leaves when it ends without an extension; somebody else when they say so or, unless the company reports who stayed,
 * when they are never heard of again. The risk of somebody who may have left without a word so includes that they
 * already have.
 *
 * The grid does not look at the outcome: a moment chosen because churn followed would teach the model its own selection.
 * For the same reason a moment counts only once everybody's answer would be known: activity shows at once that
 * somebody stayed, but silence needs their whole limit. Nobody is observed after they churned or while silent beyond
 * their limit. `context.labelDays`: days after the moment at which its label was known.
 */
export function churnMoments(history: History, options: ChurnLabelOptions): LabelledMoment[] {
  const { knownAt, definition, momentsPerCustomer = 12, lagDays = 0 } = options;
  const { contractAttribute = defaultContractAttribute } = options;
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
    const departure =
      definition === 'reported'
        ? { at: Number.POSITIVE_INFINITY, waitDays: 0 }
        : (byContract(history, asOf, knownAt, contractAttribute) ?? bySilence(history, asOf, knownAt));
    const unheard = departure === undefined && activityTimes(history, asOf).length === 0;
    if (departure === undefined && (definition === 'inactivity' || !unheard)) continue;
    const goneAt = Math.min(churnedAt, departure?.at ?? Number.POSITIVE_INFINITY);
    const waitDays = Math.max(lagDays, departure?.waitDays ?? 0);
    const [label, label60] = churnHorizonsDays.map((days) => {
      if (asOf + (days + waitDays) * millisecondsPerDay > knownAt) return null;
      return goneAt <= asOf + days * millisecondsPerDay ? 1 : 0;
    });
    if (typeof label !== 'number') {
      options.onCensored?.(asOf);
      continue;
    }
    const labelDays = waitDays + churnHorizonsDays[typeof label60 === 'number' ? 1 : 0];
    moments.push({ asOf, label, weight: 1, context: { label60: label60 ?? null, labelDays } });
  }
  return moments.reverse();
}
