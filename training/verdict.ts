import type { ArmComparison } from './compareArms.ts';
import type { Measured } from './report.ts';

export interface VerdictRules {
  /** Units each arm must have shown before live evidence alone decides. */
  readonly minimumUnits: number;
  /** Days after which an experiment that live evidence cannot decide is decided by the held-out rows. */
  readonly patienceDays: number;
}

/**
 * Six days: the weekly training brings the next challenger on the seventh, and a challenger that is replaced
 * before anything is decided about it would have been trained for nothing.
 */
const standardVerdictRules: VerdictRules = { minimumUnits: 100, patienceDays: 6 };

export interface Verdict {
  readonly verdict: 'promote' | 'retire' | 'continue';
  /** online: from live evidence; offline: from the held-out rows the challenger was judged on in training. */
  readonly basis: 'online' | 'offline';
  readonly reason: string;
}

/**
 * What becomes of a challenger.
 *
 * Live evidence decides as soon as the 95 % interval of the arms' difference leaves out zero, with enough
 * units in each arm. If it stays undecided for `patienceDays`, the paired comparison on the held-out rows
 * decides: the challenger, which has learned from newer data, is promoted when it did not lose there. Where
 * nothing compares them, the champion stays.
 *
 * @param online null: the task has no live evidence yet
 * @param offline challenger minus champion on the same held-out rows; null: they were never compared
 */
export function reachVerdict(
  evidence: { online: ArmComparison | null; offline: Measured | null; days: number },
  rules: VerdictRules = standardVerdictRules,
): Verdict {
  const { online, offline, days } = evidence;
  if (online !== null) {
    const enough = Math.min(online.champion.units, online.challenger.units) >= rules.minimumUnits;
    if (enough && online.difference.high < 0) {
      return { verdict: 'promote', basis: 'online', reason: `${online.loss} is lower: ${show(online)}.` };
    }
    if (enough && online.difference.low > 0) {
      return { verdict: 'retire', basis: 'online', reason: `${online.loss} is higher: ${show(online)}.` };
    }
  }
  if (days < rules.patienceDays) {
    return {
      verdict: 'continue',
      basis: 'online',
      reason: 'Live evidence does not tell the arms apart yet.',
    };
  }
  const undecided = `Live evidence stayed undecided for ${Math.floor(days)} days`;
  if (offline === null) {
    const reason = `${undecided}, and the challenger was never compared with this champion on held-out rows.`;
    return { verdict: 'retire', basis: 'offline', reason };
  }
  if (offline.value > 0) {
    const reason = `${undecided}, and on the held-out rows the challenger lost more than the champion.`;
    return { verdict: 'retire', basis: 'offline', reason };
  }
  return {
    verdict: 'promote',
    basis: 'offline',
    reason: `${undecided}; on the held-out rows the challenger was not worse, and it has learned from newer data.`,
  };
}

const show = ({ difference: { value, low, high } }: ArmComparison) =>
  `difference ${value.toPrecision(3)} (95 %: ${low.toPrecision(3)} to ${high.toPrecision(3)})`;
