import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { type LoggedDecision, offPolicyValue } from '../../training/offPolicy.ts';

/**
 * Two actions, worth 0.2 and 0.6 on average; the log takes the better one 30 % of the time, the judged
 * policy always does. `believed`: what the outcome model expects of each.
 */
function log(believed: readonly [number, number], size = 4000): LoggedDecision[] {
  const random = seededRandom(17);
  return Array.from({ length: size }, (_, index) => {
    const better = random.uniform() < 0.3;
    return {
      subjectId: `s${index % 1500}`,
      reward: random.uniform() < (better ? 0.6 : 0.2) ? 1 : 0,
      loggedPropensity: better ? 0.3 : 0.7,
      propensity: better ? 1 : 0,
      expected: believed[better ? 1 : 0],
      expectedOfPolicy: believed[1],
    };
  });
}

describe('offPolicyValue', () => {
  test.each([
    ['a right outcome model', [0.2, 0.6]],
    ['an outcome model that has it backwards', [0.6, 0.2]],
    ['no outcome model', [0, 0]],
  ] as const)('finds the value of the better policy with %s', (_, believed) => {
    const { learned, logged } = offPolicyValue(log(believed));
    expect(learned.low).toBeLessThan(0.6);
    expect(learned.high).toBeGreaterThan(0.6);
    expect(learned.low).toBeGreaterThan(logged.high);
    expect(logged.low).toBeLessThan(0.32);
    expect(logged.high).toBeGreaterThan(0.32);
  });

  test('the effective sample size counts the decisions both policies share', () => {
    const decisions = log([0, 0]);
    const shared = decisions.filter(({ propensity }) => propensity === 1).length;
    expect(offPolicyValue(decisions).effectiveSampleSize).toBeCloseTo(shared, 6);
    const disjoint = decisions.map((decision) => ({ ...decision, propensity: 0 }));
    expect(offPolicyValue(disjoint).effectiveSampleSize).toBe(0);
  });
});
