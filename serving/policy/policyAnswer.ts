import type { ValueEstimate } from '../../models/off-policy/offPolicyValue.ts';
import type { PolicyJudgement, PolicyShowing } from './judgePolicy.ts';

/** The estimators in the order in which they are shown. */
export const estimators = ['ips', 'snips', 'dm', 'dr'] as const;

/** What the command answers with --json. */
export function policyAnswer(judgement: PolicyJudgement): Record<string, unknown> {
  const { log, judged, random, doubts, loggedShares } = judgement;
  const { logged } = judged.value;
  return {
    policy: judged.name,
    rows: log.rewards.length,
    actions: Object.fromEntries(
      log.names.map((name, action) => [
        name,
        { logged: loggedShares[action], judged: judged.shares?.[action] ?? null },
      ]),
    ),
    logged: { value: logged.value, interval: interval(logged), standardError: logged.standardError },
    learned: showing(judged),
    random: showing(random),
    verdict: verdict(judgement),
    warnings: [...doubts, ...judged.doubts],
    notes: log.notes,
  };
}

function showing({ value }: PolicyShowing): Record<string, unknown> {
  const each = <T>(of: (estimate: ValueEstimate) => T) =>
    Object.fromEntries(estimators.map((name) => [name, value[name] === null ? null : of(value[name])]));
  return {
    ...each((estimate) => estimate.value),
    effectiveSampleSize: value.effectiveSampleSize,
    intervals: each(interval),
    standardErrors: each((estimate) => estimate.standardError),
    gain: { value: value.gain.value, interval: interval(value.gain) },
  };
}

const interval = ({ low, high }: ValueEstimate) => ({ low, high, level: 0.95 });

/** Whether the judged policy earns more than the logging one, in a sentence. */
export function verdict({ judged, doubts }: PolicyJudgement): string {
  const { gain } = judged.value;
  const range = `${shown(gain.value)} per decision (95 %: ${shown(gain.low)} to ${shown(gain.high)})`;
  const name = judged.name === 'column' ? 'judged' : judged.name;
  const said =
    gain.low > 0
      ? `The ${name} policy earns more than the logging one, by ${range}.`
      : gain.high < 0
        ? `The ${name} policy earns less than the logging one: ${range}.`
        : `The ${name} policy cannot be told from the logging one: ${range}.`;
  return doubts.length + judged.doubts.length === 0 ? said : `${said} Mind the warnings.`;
}

export const shown = (value: number): string => (Number.isNaN(value) ? '-' : value.toPrecision(3));
