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

/** Before anything is known of somebody's rhythm it counts as one gap of this many days. */
const priorGapDays = 40;
/** So many mean gaps without a sign of life are no coincidence. */
const silentGaps = 3;

/** How often somebody is heard of. */
export interface Rhythm {
  /** Mean days between signs of life. */
  readonly gapDays: number;
  /** So many days without a sign of life are no coincidence. */
  readonly limitDays: number;
}

/**
 * The rhythm of a customer, from the times of each kind of activity (ascending, epoch milliseconds). Every kind has one of
 * its own (a visit is booked, attended and paid for: three signs of one visit), and the slowest counts. One gap of 40
 * days is added to those seen, so that two purchases in a week do not make somebody a daily customer. The limit is three
 * gaps, between 60 and 365 days: 120 where there is no rhythm yet.
 */
export function rhythmOf(kinds: readonly (readonly number[])[]): Rhythm {
  const gaps = kinds
    .filter((times) => times.length > 1)
    .map((times) => ((times.at(-1)! - times[0]!) / millisecondsPerDay + priorGapDays) / times.length);
  const gapDays = gaps.length === 0 ? priorGapDays : Math.max(...gaps);
  return { gapDays, limitDays: Math.min(365, Math.max(60, silentGaps * gapDays)) };
}

/** Times of purchases, calls and appointments known at `asOf`, each ascending. */
function activityTimes(history: History, asOf: number): number[][] {
  return ([history.transactions, history.calls, history.appointments] as readonly (readonly Fact[])[]).map(
    (facts) => {
      const times = facts.filter((fact) => isKnown(fact, asOf)).map((fact) => fact.occurredAt);
      return times.sort((a, b) => a - b);
    },
  );
}

/** The last sign of life; undefined: there was none. */
function lastOf(kinds: readonly (readonly number[])[]): number | undefined {
  const lasts = kinds.flatMap((times) => (times.length === 0 ? [] : [times.at(-1)!]));
  return lasts.length === 0 ? undefined : Math.max(...lasts);
}

/** How one customer leaves, as seen from `asOf`. */
interface Departure {
  /** Epoch milliseconds; infinite: not as far as is known. */
  readonly at: number;
  /** Days that must pass after a horizon until it is known who has left by its end. */
  readonly waitDays: number;
}

/**
 * By silence, relative to the customer's own rhythm. Who is never heard of again is dated to when the next sign of life
 * was due, one gap after the last: before that nothing was missing, and waiting until the silence is beyond doubt
 * would date it too late. Undefined: silence says nothing about them, because no activity was recorded yet or they
 * were silent beyond their limit already.
 */
function bySilence(history: History, asOf: number, knownAt: number): Departure | undefined {
  const before = activityTimes(history, asOf);
  const last = lastOf(before);
  const { gapDays, limitDays } = rhythmOf(before);
  const [gap, limit] = [gapDays, limitDays].map((days) => days * millisecondsPerDay) as [number, number];
  if (last === undefined || last + limit <= asOf) return undefined;
  const lastOfAll = lastOf(activityTimes(history, knownAt))!;
  const silent = lastOfAll + limit <= knownAt;
  return {
    at: silent ? lastOfAll + gap : Number.POSITIVE_INFINITY,
    waitDays: Math.max(0, limitDays - gapDays),
  };
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
    const unheard = departure === undefined && lastOf(activityTimes(history, asOf)) === undefined;
    if (departure === undefined && (definition === 'inactivity' || !unheard)) continue;
    // Who said so is believed; silence dates the others.
    const goneAt = Number.isFinite(churnedAt) ? churnedAt : (departure?.at ?? Number.POSITIVE_INFINITY);
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
