import { type ActionEvidence, type Autonomy, earnAutonomy } from '../../models/next-best-action/autonomy.ts';
import type { BanditLog, JudgedPolicy } from '../../models/off-policy/banditLog.ts';
import { propensityDoubts, valueDoubts } from '../../models/off-policy/doubts.ts';
import {
  type OffPolicyOptions,
  type OffPolicyValue,
  offPolicyValue,
  type ValueEstimate,
} from '../../models/off-policy/offPolicyValue.ts';
import type { PolicyReport, PolicyValue } from '../policyReport.ts';
import type { Measured } from '../report.ts';
import type { PolicyDecision } from './policyDecisions.ts';

const day = 86_400_000;
/** Of parts of the decisions: their intervals are read to one digit. */
const partResamples = 400;

/**
 * What the model's policy would have earned on logged decisions, beside what the team's habits would have: in all and by
 * week; and how far that leaves actions to the model. Null without any decision.
 * @param tolerance share of what the team earns that the model may lose at worst, in [0, 1]
 */
export function valuePolicy(decisions: readonly PolicyDecision[], tolerance: number): PolicyReport | null {
  if (decisions.length === 0) return null;
  const log = logOf(decisions);
  const { judged, value: all } = valued(decisions, log, (choice) => choice.propensity);
  const names = [...new Set(decisions.map(({ taken }) => taken))].sort();
  const actions = Int32Array.from(decisions, ({ taken }) => names.indexOf(taken));
  const value = shown(decisions.length, all);
  return {
    value,
    warnings: [...propensityDoubts(log, { actions, names }), ...valueDoubts(log, judged, all)],
    weeks: grouped(decisions, weekOf).map(([week, part]) => ({
      week,
      ...shown(
        part.length,
        valued(part, logOf(part), (choice) => choice.propensity, { resamples: partResamples }).value,
      ),
    })),
    autonomy: autonomyOf(decisions, log, value.team.value, tolerance),
  };
}

function autonomyOf(
  decisions: readonly PolicyDecision[],
  log: BanditLog,
  teamValue: number,
  tolerance: number,
): Autonomy {
  const preferred = grouped(decisions, ({ choices }) => choices[0]!.action);
  const together = (actions: readonly string[]): ActionEvidence => {
    const free = new Set(actions);
    const { gain } = valued(decisions, log, mixedFor(free), { resamples: partResamples }).value;
    return {
      decisions: preferred.reduce((sum, [action, part]) => sum + (free.has(action) ? part.length : 0), 0),
      effectiveSampleSize: overlap(decisions, free),
      gain: measured(gain),
    };
  };
  return earnAutonomy({
    byAction: Object.fromEntries(preferred.map(([action]) => [action, together([action])])),
    together,
    teamValue,
    tolerance,
  });
}

type Choice = PolicyDecision['choices'][number];

/** The model's choices of some actions, the team's habits for the rest: what the model does once these are left to it. */
function mixedFor(free: ReadonlySet<string>): (choice: Choice, decision: PolicyDecision) => number {
  const imitated = new Map<PolicyDecision, number>();
  return (choice, decision) => {
    let rest = imitated.get(decision);
    if (rest === undefined) {
      rest = decision.choices.reduce(
        (sum, { action, propensity }) => sum + (free.has(action) ? 0 : propensity),
        0,
      );
      imitated.set(decision, rest);
    }
    return (free.has(choice.action) ? choice.propensity : 0) + rest * choice.team;
  };
}

/** How many unweighted decisions the model's own choices of these actions amount to (Kish 1965). */
function overlap(decisions: readonly PolicyDecision[], free: ReadonlySet<string>): number {
  let weights = 0;
  let squares = 0;
  for (const { taken, choices, loggedPropensity } of decisions) {
    if (!free.has(taken)) continue;
    const weight = (choices.find(({ action }) => action === taken)?.propensity ?? 0) / loggedPropensity;
    weights += weight;
    squares += weight ** 2;
  }
  return squares === 0 ? 0 : weights ** 2 / squares;
}

/** A policy by its propensity for each choice, against the team's habits. */
function valued(
  decisions: readonly PolicyDecision[],
  log: BanditLog,
  propensity: (choice: Choice, decision: PolicyDecision) => number,
  options: OffPolicyOptions = {},
): { judged: JudgedPolicy; value: OffPolicyValue } {
  const judged = judgedBy(decisions, propensity);
  const baseline = judgedBy(decisions, ({ team }) => team);
  return { judged, value: offPolicyValue(log, judged, { ...options, baseline }) };
}

const logOf = (decisions: readonly PolicyDecision[]): BanditLog => ({
  rewards: Float64Array.from(decisions, ({ reward }) => reward),
  propensities: Float64Array.from(decisions, ({ loggedPropensity }) => loggedPropensity),
  subjects: decisions.map(({ subjectId }) => subjectId),
});

function judgedBy(
  decisions: readonly PolicyDecision[],
  propensity: (choice: Choice, decision: PolicyDecision) => number,
): JudgedPolicy {
  // An action the policy may not take has no weight, whatever is expected of it.
  const taken = decisions.map(({ taken, choices }) => choices.find(({ action }) => action === taken));
  return {
    propensities: Float64Array.from(decisions, (decision, row) => {
      const choice = taken[row];
      return choice === undefined ? 0 : propensity(choice, decision);
    }),
    expected: Float64Array.from(taken, (choice) => choice?.value ?? 0),
    expectedOfPolicy: Float64Array.from(decisions, (decision) =>
      decision.choices.reduce((sum, choice) => sum + propensity(choice, decision) * choice.value, 0),
    ),
  };
}

function shown(
  decisions: number,
  { effectiveSampleSize, snips, logged, ips, dm, dr, baseline, gain }: OffPolicyValue,
): PolicyValue {
  return {
    decisions,
    effectiveSampleSize,
    logged: measured(logged),
    ips: measured(ips),
    snips: Number.isNaN(snips.value) ? null : measured(snips),
    dm: measured(dm),
    dr: measured(dr),
    team: measured(baseline),
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
