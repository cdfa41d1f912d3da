import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import type { BanditLog, JudgedPolicy } from '../../../models/off-policy/banditLog.ts';
import { propensityDoubts, supportDoubts, valueDoubts } from '../../../models/off-policy/doubts.ts';
import { offPolicyValue } from '../../../models/off-policy/offPolicyValue.ts';

const few = { resamples: 150 };

test('the estimates of a small log, by hand', () => {
  const log = { rewards: Float64Array.of(1, 0, 2, 0), propensities: Float64Array.of(0.5, 0.5, 0.25, 0.75) };
  const policy = {
    propensities: Float64Array.of(1, 0, 0.5, 0.5),
    expected: Float64Array.of(0.5, 0.5, 1, 1),
    expectedOfPolicy: Float64Array.of(0.5, 0.75, 1, 1),
  };
  // Weights 2, 0, 2, 2/3.
  const value = offPolicyValue(log, policy, few);
  expect(value.logged.value).toBe(0.75);
  expect(value.ips.value).toBeCloseTo(6 / 4, 12);
  expect(value.snips.value).toBeCloseTo(6 / (14 / 3), 12);
  expect(value.dm.value).toBeCloseTo(3.25 / 4, 12);
  expect(value.dr.value).toBeCloseTo(3.25 / 4 + (2 * 0.5 + 2 * 1 - 2 / 3) / (14 / 3), 12);
  expect(value.baseline.value).toBe(0.75);
  expect(value.gain.value).toBeCloseTo(value.dr.value - 0.75, 12);
  const usual = {
    propensities: Float64Array.of(0.5, 1, 0.5, 0),
    expected: policy.expected,
    expectedOfPolicy: Float64Array.of(0.5, 0.5, 1, 1),
  };
  // Weights 1, 2, 2, 0.
  const against = offPolicyValue(log, policy, { ...few, baseline: usual });
  expect(against.baseline.value).toBeCloseTo(3 / 4 + (0.5 - 2 * 0.5 + 2 * 1) / 5, 12);
  expect(against.gain.value).toBeCloseTo(value.dr.value - against.baseline.value, 12);
  expect(offPolicyValue(log, policy, { ...few, baseline: policy }).gain).toMatchObject({
    value: 0,
    low: 0,
    high: 0,
  });
  expect(value.effectiveSampleSize).toBeCloseTo((14 / 3) ** 2 / (4 + 4 + 4 / 9), 12);
});

/**
 * Two actions, worth 0.2 and 0.6 on average; the log takes the better one 30 % of the time, the judged policy always
 * does. `believed`: what the reward model expects of each.
 */
function world(believed: readonly [number, number], seed = 17, size = 1200) {
  const random = seededRandom(seed);
  const better = Array.from({ length: size }, () => random.uniform() < 0.3);
  const log: BanditLog = {
    rewards: Float64Array.from(better, (is) => (random.uniform() < (is ? 0.6 : 0.2) ? 1 : 0)),
    propensities: Float64Array.from(better, (is) => (is ? 0.3 : 0.7)),
    subjects: better.map((_, index) => index % 700),
  };
  const policy: JudgedPolicy = {
    propensities: Float64Array.from(better, (is) => (is ? 1 : 0)),
    expected: Float64Array.from(better, (is) => believed[is ? 1 : 0]),
    expectedOfPolicy: new Float64Array(size).fill(believed[1]),
  };
  return { log, policy, actions: Int32Array.from(better, Number) };
}

describe('the value of the better policy', () => {
  test.each([
    ['a right reward model', [0.2, 0.6]],
    ['a reward model that has it backwards', [0.6, 0.2]],
    ['no reward model', [0, 0]],
  ] as const)('is found with %s', (_, believed) => {
    const { log, policy } = world(believed);
    const { dr, snips, ips, logged, gain } = offPolicyValue(log, policy, few);
    for (const estimate of [dr, snips, ips]) {
      expect(estimate.low).toBeLessThan(0.6);
      expect(estimate.high).toBeGreaterThan(0.6);
    }
    expect(dr.low).toBeGreaterThan(logged.high);
    expect(gain.low).toBeGreaterThan(0);
    expect(logged.low).toBeLessThan(0.32);
    expect(logged.high).toBeGreaterThan(0.32);
  });

  test('is covered by the intervals about as often as they say', () => {
    // 40 logs: the binomial spread of the coverage is 3.4 points. examples/policySimulation.ts draws 100, larger.
    const covered = { ips: 0, snips: 0, dr: 0 };
    for (let seed = 0; seed < 40; seed++) {
      const { log, policy } = world([0.3, 0.5], 900 + seed, 250);
      const value = offPolicyValue(log, policy, { resamples: 120, seed });
      for (const name of ['ips', 'snips', 'dr'] as const)
        if (value[name].low <= 0.6 && value[name].high >= 0.6) covered[name] += 1;
    }
    for (const share of Object.values(covered)) expect(share / 40).toBeGreaterThanOrEqual(0.85);
  });

  test('is better known with a right reward model, and less well where decisions are of the same subjects', () => {
    const { log, policy } = world([0.2, 0.6]);
    const { dr, ips } = offPolicyValue(log, policy, few);
    expect(dr.standardError).toBeLessThan(ips.standardError);
    const rewards = log.rewards.map((_, row) => log.rewards[row % 100]!);
    const alone = offPolicyValue({ rewards, propensities: log.propensities }, policy, few);
    const subjects = Array.from(rewards, (_, row) => row % 100);
    const together = offPolicyValue({ rewards, propensities: log.propensities, subjects }, policy, few);
    expect(together.logged.standardError).toBeGreaterThan(2 * alone.logged.standardError);
  });
});

test('the logging policy itself gains nothing', () => {
  const { log } = world([0.3, 0.5], 4, 300);
  const own = { ...world([0.3, 0.5], 4, 300).policy, propensities: log.propensities };
  const model = {
    ...own,
    expected: log.rewards.map(() => 0.3),
    expectedOfPolicy: log.rewards.map(() => 0.3),
  };
  const { gain, effectiveSampleSize } = offPolicyValue(log, model, few);
  expect([gain.value, gain.low, gain.high]).toEqual([0, 0, 0]);
  expect(effectiveSampleSize).toBeCloseTo(300, 9);
});

describe('doubts', () => {
  const named = (actions: Int32Array) => ({ actions, names: ['a', 'b'] });

  test('there are none of a fair log', () => {
    const { log, policy, actions } = world([0.2, 0.6], 3, 4000);
    expect(valueDoubts(log, policy, offPolicyValue(log, policy, few))).toEqual([]);
    expect(propensityDoubts(log, named(actions))).toEqual([]);
    expect(supportDoubts(named(actions), () => [0.5, 0.5])).toEqual([]);
  });

  test('a small sample, and a decision that carries much of it, are named', () => {
    const { log, policy } = world([0.2, 0.6], 3, 120);
    expect(valueDoubts(log, policy, offPolicyValue(log, policy, few))[0]).toMatch(/too small.*amount to 3\d/);
    const lone = { ...log, propensities: log.propensities.slice() };
    const first = policy.propensities.indexOf(1);
    lone.propensities[first] = 0.001;
    expect(valueDoubts(lone, policy, offPolicyValue(lone, policy, few))[1]).toMatch(/single decision/);
    const apart = { ...policy, propensities: new Float64Array(120) };
    const value = offPolicyValue(log, apart, few);
    expect(value.effectiveSampleSize).toBe(0);
    expect(value.snips.value).toBeNaN();
    expect(valueDoubts(log, apart, value)).toEqual([expect.stringMatching(/none of the logged actions/)]);
  });

  test('propensities that are not those of the draws are noticed', () => {
    const { log, actions } = world([0.2, 0.6]);
    const exchanged = { ...log, propensities: log.propensities.map((each) => 1 - each) };
    expect(propensityDoubts(exchanged, named(actions))[0]).toMatch(/2 of 2 actions do not add up/);
    const certain = { ...log, propensities: log.propensities.map(() => 1) };
    expect(propensityDoubts(certain, named(actions))[0]).toMatch(/never left an action to chance/);
  });

  test('an action hardly in the log is named', () => {
    const actions = Int32Array.from({ length: 500 }, (_, row) => (row < 5 ? 1 : 0));
    expect(supportDoubts(named(actions), () => [0, 1])[0]).toMatch(/fewer than 10 times: b\./);
  });
});

test.each([
  ['no decision', [], [], 'not_enough_data'],
  ['a propensity of 0', [1], [0], 'invalid_input'],
  ['a propensity above 1', [1], [1.2], 'invalid_input'],
  ['a reward that is not known', [Number.NaN], [0.5], 'invalid_input'],
  ['lengths that differ', [1, 0], [0.5], 'invalid_input'],
] as const)('%s is refused', (_, rewards, propensities, code) => {
  const log = { rewards: Float64Array.from(rewards), propensities: Float64Array.from(propensities) };
  const nothing = new Float64Array(rewards.length);
  const policy = { propensities: nothing, expected: nothing, expectedOfPolicy: nothing };
  expect(() => offPolicyValue(log, policy)).toThrow(expect.objectContaining({ code }));
});
