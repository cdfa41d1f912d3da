import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { type AuditedCall, automaticThreshold } from '../../../models/linking/automaticThreshold.ts';

/** Calls a model is wrong about `factor` times as often as it says: P(wrong) = factor (1 - probability). */
function calls(count: number, seed: number, factor: number): AuditedCall[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const doubt = random.uniform() ** 4;
    return { probability: 1 - doubt, right: random.uniform() >= factor * doubt, exact: false };
  });
}

/** Share of wrong links from a threshold on: the mean of factor u^4 over u in [0, (1 - threshold)^(1/4)]. */
const trueRate = (threshold: number, factor: number) => (factor * (1 - threshold)) / 5;

const thresholdOf = (audited: readonly AuditedCall[], limit: number, pilotSeed = 999) =>
  automaticThreshold({
    audited,
    pilot: calls(2000, pilotSeed, 1),
    limit,
  });

describe('automaticThreshold', () => {
  test('too few audited calls for a proof: exact evidence alone, and more audits', () => {
    const found = thresholdOf(calls(298, 1, 0), 0.01);
    expect(found).toMatchObject({ rule: 'exact_evidence', automatic: 2, exactEvidence: 'presumed' });
    expect(found.auditShare).toBeGreaterThan(0.05);
  });

  test('299 audited links, all right, prove 1 %', () => {
    const sure = Array.from({ length: 299 }, () => ({ probability: 1, right: true, exact: false }));
    const found = automaticThreshold({ audited: sure, pilot: sure, limit: 0.01 });
    expect(found).toMatchObject({ rule: 'upper_bound', automatic: 1, audited: { links: 299, wrong: 0 } });
    expect(found.wrongLinkUpperBound).toBeLessThanOrEqual(0.01);
    expect(automaticThreshold({ audited: sure.slice(1), pilot: sure, limit: 0.01 }).rule).toBe(
      'exact_evidence',
    );
  });

  test('exact evidence is tried first, and what is proven of it makes room for others', () => {
    const exact = Array.from({ length: 620 }, () => ({ probability: 0.9999, right: true, exact: true }));
    // Of the others, which the model is surer of, two in a hundred are wrong.
    const others = Array.from({ length: 100 }, (_, number) => ({
      probability: 0.999 - number / 1e5,
      right: number % 50 !== 0,
      exact: false,
    }));
    const audited = [...exact, ...others];
    const found = automaticThreshold({ audited, pilot: audited, limit: 0.01 });
    expect(found).toMatchObject({ rule: 'upper_bound', exactEvidence: 'proven' });
    expect(found.audited?.wrong).toBe(2);
    // Without the exact ones nothing is proven of the others.
    expect(automaticThreshold({ audited: others, pilot: others, limit: 0.01 }).rule).toBe('exact_evidence');
    // And with too many wrong ones among the others exact evidence alone stays proven.
    const worse = [...exact, ...others.map((call, number) => ({ ...call, right: number % 2 === 0 }))];
    expect(automaticThreshold({ audited: worse, pilot: worse, limit: 0.01 })).toMatchObject({
      rule: 'exact_evidence',
      exactEvidence: 'proven',
      audited: { links: 620, wrong: 0 },
    });
  });

  // Of an honest model, and of one that is wrong twice as often as it says.
  test.each([1, 2])(
    'wrong links %d times what the model says: the limit holds in 95 of 100 samples',
    (factor) => {
      const [limit, seeds] = [0.02, 200];
      let [broken, proven, linked] = [0, 0, 0];
      for (let seed = 1; seed <= seeds; seed++) {
        const { automatic, rule } = thresholdOf(calls(1500, seed, factor), limit, 10_000 + seed);
        if (rule !== 'upper_bound') continue;
        proven++;
        linked += (1 - automatic) ** 0.25;
        if (trueRate(automatic, factor) > limit) broken++;
      }
      expect(broken / seeds).toBeLessThanOrEqual(0.05);
      // The promise is not kept by linking nothing: an oracle links all with u <= (5 limit / factor)^(1/4).
      expect(proven / seeds).toBeGreaterThan(0.85);
      expect(linked / proven).toBeGreaterThan(0.75 * ((5 * limit) / factor) ** 0.25);
    },
  );

  test('a model that is sure and wrong links nothing', () => {
    const sure = Array.from({ length: 2000 }, () => ({ probability: 0.999, right: false, exact: false }));
    expect(thresholdOf(sure, 0.01).rule).toBe('exact_evidence');
  });

  test('exact evidence is presumed right until audited calls refute it', () => {
    const exact = (wrong: number) =>
      Array.from({ length: 100 }, (_, number) => ({ probability: 1, right: number >= wrong, exact: true }));
    expect(thresholdOf(exact(3), 0.01).exactEvidence).toBe('presumed');
    expect(thresholdOf(exact(4), 0.01)).toMatchObject({
      exactEvidence: 'refuted',
      wrongLinkRate: 0.04,
      audited: { links: 100, wrong: 4 },
    });
  });
});
