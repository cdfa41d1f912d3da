import { type ActionEvidence, earnAutonomy } from '../../models/next-best-action/autonomy.ts';
import type { BanditLog, JudgedPolicy } from '../../models/off-policy/banditLog.ts';
import { propensityDoubts, valueDoubts } from '../../models/off-policy/doubts.ts';
import { offPolicyValue, type ValueEstimate } from '../../models/off-policy/offPolicyValue.ts';
import type { PolicyReport, PolicyValue } from '../policyReport.ts';
import type { Measured } from '../report.ts';
import type { PolicyDecision } from './policyDecisions.ts';

const day = 86_400_000;
/** Of parts of the decisions: their intervals are read to one digit. */
const partResamples = 400;

/**
 * What the model's policy would have earned on logged decisions: in all, by week, and by the action it would have
 * preferred, which is what leaves actions to it. Null without any decision.
 */
export function valuePolicy(decisions: readonly PolicyDecision[]): PolicyReport | null {
  if (decisions.length === 0) return null;
  const { log, judged } = columnsOf(decisions);
  const all = offPolicyValue(log, judged);
  const names = [...new Set(decisions.map(({ taken }) => taken))].sort();
  const actions = Int32Array.from(decisions, ({ taken }) => names.indexOf(taken));
  const value = shown(decisions.length, all);
  return {
    value,
    warnings: [...propensityDoubts(log, { actions, names }), ...valueDoubts(log, judged, all)],
    weeks: grouped(decisions, weekOf).map(([week, part]) => ({ week, ...policyValueOf(part) })),
    autonomy: earnAutonomy(
      evidenceOf(value),
      Object.fromEntries(
        grouped(decisions, ({ choices }) => choices[0]!.action).map(([action, part]) => [
          action,
          evidenceOf(policyValueOf(part)),
        ]),
      ),
    ),
  };
}

function policyValueOf(decisions: readonly PolicyDecision[]): PolicyValue {
  const { log, judged } = columnsOf(decisions);
  return shown(decisions.length, offPolicyValue(log, judged, { resamples: partResamples }));
}

function columnsOf(decisions: readonly PolicyDecision[]): { log: BanditLog; judged: JudgedPolicy } {
  // An action the policy may not take has no weight, whatever is expected of it.
  const taken = decisions.map(({ taken, choices }) => choices.find(({ action }) => action === taken));
  return {
    log: {
      rewards: Float64Array.from(decisions, ({ reward }) => reward),
      propensities: Float64Array.from(decisions, ({ loggedPropensity }) => loggedPropensity),
      subjects: decisions.map(({ subjectId }) => subjectId),
    },
    judged: {
      propensities: Float64Array.from(taken, (choice) => choice?.propensity ?? 0),
      expected: Float64Array.from(taken, (choice) => choice?.value ?? 0),
      expectedOfPolicy: Float64Array.from(decisions, ({ choices }) =>
        choices.reduce((sum, { propensity, value }) => sum + propensity * value, 0),
      ),
    },
  };
}

const evidenceOf = ({ decisions, effectiveSampleSize, gain }: PolicyValue): ActionEvidence => ({
  decisions,
  effectiveSampleSize,
  gain: effectiveSampleSize === 0 ? null : gain,
});

function shown(
  decisions: number,
  { effectiveSampleSize, snips, ...estimates }: ReturnType<typeof offPolicyValue>,
): PolicyValue {
  const { logged, ips, dm, dr, gain } = estimates;
  return {
    decisions,
    effectiveSampleSize,
    logged: measured(logged),
    ips: measured(ips),
    snips: Number.isNaN(snips.value) ? null : measured(snips),
    dm: measured(dm),
    dr: measured(dr),
    gain: measured(gain),
  };
}

const measured = ({ value, low, high }: ValueEstimate): Measured => ({ value, low, high });

/** In the order of the keys. */
function grouped(
  decisions: readonly PolicyDecision[],
  key: (decision: PolicyDecision) => string,
): [string, PolicyDecision[]][] {
  const groups = new Map<string, PolicyDecision[]>();
  for (const decision of decisions) {
    const part = groups.get(key(decision));
    if (part === undefined) groups.set(key(decision), [decision]);
    else part.push(decision);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The Monday of the week, UTC. */
function weekOf({ asOf }: PolicyDecision): string {
  const sinceMonday = (asOf.getUTCDay() + 6) % 7;
  return new Date(asOf.getTime() - sinceMonday * day).toISOString().slice(0, 10);
}
