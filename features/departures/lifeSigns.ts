import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { isKnown } from '../asOf.ts';
import { type History, millisecondsPerDay } from '../history.ts';

/** What a model of departures needs to know of a customer. All times in days since 1970. */
export interface LifeSigns {
  readonly firstVisit: number;
  readonly lastVisit: number;
  /** Newest sign of life of any kind; not before `lastVisit`. */
  readonly lastSign: number;
  /** Gaps between visits: how many, and the sums of their days and of the logarithms of their days. */
  readonly gaps: number;
  readonly gapSum: number;
  readonly logGapSum: number;
  /** When they are reported to have left; null: nobody said so. */
  readonly reportedLeft: number | null;
  /** Observed until then. */
  readonly until: number;
}

/** Purchases, appointments and calls, in this order. Refunds and rows of amount 0 are no signs of life. */
export function signsOfLife({ transactions, appointments, calls }: History): readonly (readonly Fact[])[] {
  return [transactions.filter(({ amount }) => amount > 0), appointments, calls];
}

/** What lies closer together is one visit. */
const visitDays = 1;

/** Times of what was known of a kind, ascending, in days since 1970. */
function daysOf(facts: readonly Fact[], knownAt: number): number[] {
  const known = facts.filter((fact) => isKnown(fact, knownAt));
  return known.map(({ occurredAt }) => occurredAt / millisecondsPerDay).sort((a, b) => a - b);
}

/**
 * A customer's signs of life, as known at `knownAt` (epoch milliseconds). Visits are purchases; of somebody who never
 * bought appointments, else calls: a visit is booked, attended and paid for, and only one of the three may count. The
 * other kinds still tell that somebody was there. Undefined: nothing was ever heard of them.
 */
export function lifeSigns(history: History, knownAt: number): LifeSigns | undefined {
  const byKind = signsOfLife(history).map((facts) => daysOf(facts, knownAt));
  const visits = byKind.find((days) => days.length > 0);
  if (visits === undefined) return undefined;
  const firstVisit = visits[0]!;
  let [lastVisit, gaps, gapSum, logGapSum] = [firstVisit, 0, 0, 0];
  for (const day of visits) {
    const gap = day - lastVisit;
    if (gap < visitDays) continue;
    lastVisit = day;
    gaps++;
    gapSum += gap;
    logGapSum += Math.log(gap);
  }
  const reports = history.outcomes.filter(({ kind }) => kind === 'churned');
  return {
    firstVisit,
    lastVisit,
    lastSign: Math.max(...byKind.map((days) => days.at(-1) ?? firstVisit)),
    gaps,
    gapSum,
    logGapSum,
    reportedLeft: daysOf(reports, knownAt)[0] ?? null,
    until: knownAt / millisecondsPerDay,
  };
}
