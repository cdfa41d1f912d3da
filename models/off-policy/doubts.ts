import { normalQuantile } from '../numeric/normalQuantile.ts';
import type { BanditLog, JudgedPolicy } from './banditLog.ts';
import type { OffPolicyValue } from './offPolicyValue.ts';

/** Below these, intervals by resampling are too narrow: too few decisions carry the estimate. */
const leastShare = 0.1;
const leastSample = 100;
const leastRewarded = 30;
/** One decision that carries more than this share of all weight. */
const mostOfOne = 0.05;
/** An action seldom logged cannot be valued. */
const leastLogged = 10;
const toleratedUnsupported = 0.01;
/** False alarms of the check of all propensities together. */
const falseAlarms = 0.001;

/**
 * Why the value of a policy from a log should be believed less than its interval says, in sentences for people; none:
 * nothing was found.
 */
export function valueDoubts(
  { rewards, propensities }: BanditLog,
  judged: JudgedPolicy,
  value: OffPolicyValue,
): string[] {
  const { effectiveSampleSize: size, snips } = value;
  const count = rewards.length;
  if (size === 0)
    return ['The judged policy takes none of the logged actions: the log cannot tell its value.'];
  const doubts: string[] = [];
  const rare = rewards.every((reward) => reward === 0 || reward === 1);
  const rewarded = rare ? size * Math.min(snips.value, 1 - snips.value) : Number.POSITIVE_INFINITY;
  if (size < Math.max(leastSample, leastShare * count) || rewarded < leastRewarded)
    doubts.push(
      `The sample is too small: for the judged policy ${count} decisions amount to ${size.toFixed(0)}${
        rewarded < leastRewarded ? `, of which about ${rewarded.toFixed(0)} have the rarer reward` : ''
      }. Read the value as a hint, and its intervals as too narrow; log more, or judge a policy nearer to the logging one.`,
    );
  let largest = 0;
  let total = 0;
  for (let row = 0; row < count; row++) {
    const weight = judged.propensities[row]! / propensities[row]!;
    largest = Math.max(largest, weight);
    total += weight;
  }
  if (largest > mostOfOne * total)
    doubts.push(
      `A single decision carries ${((100 * largest) / total).toFixed(0)} % of the weight: its logged propensity is far below what the judged policy gives the action.`,
    );
  return doubts;
}

/** The actions that were logged, with the index of each decision's. */
interface LoggedActions {
  readonly actions: Int32Array;
  readonly names: readonly string[];
}

/**
 * Whether logged propensities can be what they claim: were action a open to every decision, the mean over all
 * decisions of [a taken] / propensity would be 1. Tested per action with a normal approximation at a level shared by
 * all actions (Bonferroni).
 */
export function propensityDoubts({ propensities }: BanditLog, { actions, names }: LoggedActions): string[] {
  const count = propensities.length;
  if (propensities.every((propensity) => propensity === 1))
    return [
      'Every propensity is 1: the log never left an action to chance, so nothing can be said of any other policy.',
    ];
  const sums = names.map(() => ({ taken: 0, sum: 0, squares: 0 }));
  for (let row = 0; row < count; row++) {
    const inverse = 1 / propensities[row]!;
    const of = sums[actions[row]!]!;
    of.taken += 1;
    of.sum += inverse;
    of.squares += inverse * inverse;
  }
  const limit = normalQuantile(1 - falseAlarms / (2 * names.length));
  const off = sums.flatMap(({ taken, sum, squares }, action) => {
    // Fewer leave the normal approximation without ground.
    if (taken < 30) return [];
    const mean = sum / count;
    const deviation = Math.sqrt((squares / count - mean ** 2) / count);
    return Math.abs(mean - 1) > limit * deviation ? [{ name: names[action]!, mean }] : [];
  });
  const [first] = off.sort((a, b) => Math.abs(Math.log(b.mean)) - Math.abs(Math.log(a.mean)));
  if (first === undefined) return [];
  return [
    `The propensities of ${off.length} of ${names.length} actions do not add up: taking ${first.name} by its own propensities would give ${first.mean.toFixed(2)} decisions for each there is, not 1. Either they are not those the actions were drawn with, or the actions were not open to every decision; IPS and SNIPS are then off.`,
  ];
}

/** Actions on which a policy stakes more than the log can tell. */
export function supportDoubts(
  { actions, names }: LoggedActions,
  policy: (row: number) => ArrayLike<number>,
): string[] {
  const taken = new Float64Array(names.length);
  const wanted = new Float64Array(names.length);
  for (let row = 0; row < actions.length; row++) {
    taken[actions[row]!]! += 1;
    const propensities = policy(row);
    for (let action = 0; action < names.length; action++) wanted[action]! += propensities[action]!;
  }
  const unsupported = names.flatMap((name, action) =>
    taken[action]! < leastLogged && wanted[action]! > toleratedUnsupported * actions.length ? [name] : [],
  );
  if (unsupported.length === 0) return [];
  return [
    `The judged policy takes actions that were logged fewer than ${leastLogged} times: ${unsupported.slice(0, 5).join(', ')}${unsupported.length > 5 ? ', ...' : ''}. Their value is a guess of the model.`,
  ];
}
