import { describe, expect, test } from '@jest/globals';
import { evaluateLinks, type LinkOutcome } from '../../../models/linking/evaluate.ts';
import { exactEvidence } from '../../../models/linking/exactEvidence.ts';
import { resolveByRule } from '../../../models/linking/fallback.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import type { Resolution } from '../../../models/linking/linkerModel.ts';
import { reviewPriority } from '../../../models/linking/reviewPriority.ts';
import { call, customer } from './scene.ts';

const state = new IdentityState({ timezone: 'Europe/Berlin' });
for (const event of [
  ...customer('anna', { name: 'Anna Müller', phone: '0171 1234567' }),
  ...customer('ben', { name: 'Ben Müller', phone: '030 555555' }),
  ...customer('clara', { name: 'Clara Müller', phone: '030 555555' }),
  ...customer('dora', { name: 'Dora Müller', dateOfBirth: '1980-02-03', email: 'dora@example.org' }),
  ...customer('hans1', { name: 'Hans Meier' }),
  ...customer('hans2', { name: 'Hans Meier' }),
]) {
  state.apply(event);
}
const candidates = (claims: Parameters<typeof call>[0]) => state.candidates(call(claims));

describe('the rule before any model', () => {
  test.each([
    ['a number of one customer', { phone: '0171 1234567' }, 'anna'],
    [
      'a number of one customer, whatever name was said',
      { phone: '0171 1234567', name: 'Ben Müller' },
      'anna',
    ],
    ['a number of two customers', { phone: '030 555555' }, null],
    ['a full name of one customer', { name: 'Ben Mueller' }, 'ben'],
    ['a full name of one customer, swapped', { name: 'Müller Ben' }, 'ben'],
    ['a number of two, a full name of one', { phone: '030 555555', name: 'Clara Müller' }, 'clara'],
    ['a full name of two customers', { name: 'Hans Meier' }, null],
    ['a family name', { name: 'Müller' }, null],
    ['a name that only sounds alike', { name: 'Benn Müllner' }, null],
    ['nothing', {}, null],
  ])('%s', (_, claims, customerId) => {
    expect(resolveByRule(candidates(claims))).toMatchObject({
      decision: customerId === null ? 'unlinked' : 'link',
      customerId,
    });
  });
});

describe('exact evidence', () => {
  test.each([
    ['a number of one customer: relatives call from it too', { phone: '0171 1234567' }, undefined],
    [
      'a number and a family name: a household has both',
      { phone: '0171 1234567', name: 'Müller' },
      undefined,
    ],
    ['a number and the full name', { phone: '0171 1234567', name: 'Anna Müller' }, 'anna'],
    ['a date of birth and a misheard name', { dateOfBirth: '1980-02-03', name: 'Dora Müler' }, 'dora'],
    [
      'a date of birth and another given name',
      { dateOfBirth: '1980-02-03', name: 'Paula Müller' },
      undefined,
    ],
    ['a full name and another date of birth', { dateOfBirth: '1991-12-24', name: 'Dora Müller' }, undefined],
    ['an e-mail address and a given name', { email: 'dora@example.org', name: 'Dora' }, 'dora'],
    ['an e-mail address alone', { email: 'dora@example.org' }, undefined],
    [
      'a number of one customer, the name of another',
      { phone: '0171 1234567', name: 'Ben Müller' },
      undefined,
    ],
    ['a number of one customer, an unknown name', { phone: '0171 1234567', name: 'Zoe Quandt' }, undefined],
    ['a full name, the number of somebody else', { phone: '030 555555', name: 'Anna Müller' }, undefined],
    ['a full name of one customer', { name: 'Ben Müller' }, 'ben'],
    ['a full name of two customers', { name: 'Hans Meier' }, undefined],
  ])('%s', (_, claims, customerId) => {
    expect(exactEvidence(candidates(claims))?.customerId).toBe(customerId);
  });
});

describe('review priority', () => {
  const answer = (decision: Resolution['decision'], probability: number, none: number): Resolution => ({
    decision,
    customerId: null,
    probability,
    none,
    probabilities: [],
    reasons: [],
    auditShare: 0,
  });

  test('uncertain calls are always asked, the likelier to change something and the more at stake the sooner', () => {
    const priority = (none: number, valueAtStake: number) =>
      reviewPriority(answer('review', 1 - none, none), { draw: 0.9, valueAtStake })!;
    expect(priority(0.2, 1)).toMatchObject({ reason: 'uncertain', propensity: 1, priority: 0.8 });
    expect(priority(0.2, 1).priority).toBeGreaterThan(priority(0.6, 1).priority);
    expect(priority(0.6, 10).priority).toBeGreaterThan(priority(0.2, 1).priority);
    expect(reviewPriority(answer('review', 0.5, 0.5), { draw: 0.9, coldStart: true })!.reason).toBe(
      'cold_start',
    );
  });

  test('a random slice of the others is asked, with its propensity and no matter how sure they are', () => {
    const link = answer('link', 0.999, 0.001);
    expect(reviewPriority(link, { draw: 0.01, controlShare: 0.05 })).toMatchObject({
      reason: 'control',
      propensity: 0.05,
    });
    // Before any uncertain call.
    expect(reviewPriority(link, { draw: 0.01, controlShare: 0.05 })!.priority).toBeGreaterThanOrEqual(1);
    // A linker that has proven nothing yet asks for more.
    expect(reviewPriority({ ...link, auditShare: 0.5 }, { draw: 0.4, controlShare: 0.05 })).toMatchObject({
      reason: 'control',
      propensity: 0.5,
    });
    expect(reviewPriority(link, { draw: 0.05, controlShare: 0.05 })).toBeNull();
    expect(
      reviewPriority(answer('new_customer', 0.95, 0.95), { draw: 0, controlShare: 0.05 }),
    ).not.toBeNull();
    expect(reviewPriority(answer('unlinked', 1, 1), { draw: 0 })).toBeNull();
  });
});

describe('evaluateLinks', () => {
  const outcome = (
    decision: LinkOutcome['decision'],
    customerId: string | null,
    truth: string | null,
  ): LinkOutcome => ({
    decision,
    customerId,
    topProbability: decision === 'link' ? 1 : 0.5,
    topCustomerId: customerId ?? 'x',
    truth,
  });
  const outcomes = [
    outcome('link', 'a', 'a'),
    outcome('link', 'a', 'a'),
    outcome('link', 'a', 'b'),
    outcome('review', 'a', 'a'),
    outcome('unlinked', null, 'c'),
    outcome('new_customer', null, null),
  ];

  test('counts by hand', () => {
    const found = evaluateLinks(outcomes);
    expect(found.precision.value).toBeCloseTo(2 / 3, 12);
    expect(found.recall.value).toBeCloseTo(2 / 5, 12);
    expect(found.f1.value).toBeCloseTo(0.5, 12);
    expect(found.wrongLinkRate.value).toBeCloseTo(1 / 3, 12);
    expect(found.automaticShare.value).toBeCloseTo(0.5, 12);
    expect(found.reviewShare.value).toBeCloseTo(1 / 6, 12);
    // 0, 0, 1, then three of 0.25.
    expect(found.brier.value).toBeCloseTo(1.75 / 6, 12);
    // Bin of 1: |0 + 0 - 1|, bin of 0.5: |0.5 - 0.5 - 0.5|.
    expect(found.ece.value).toBeCloseTo(1.5 / 6, 12);
  });

  test('intervals hold the value and repeat', () => {
    const found = evaluateLinks(outcomes);
    expect(found.precision.low).toBeLessThan(found.precision.value);
    expect(found.precision.high).toBeGreaterThan(found.precision.value);
    expect(evaluateLinks(outcomes)).toEqual(found);
  });

  test('a weight of 2 is the same call twice', () => {
    const [first, ...rest] = outcomes as [LinkOutcome, ...LinkOutcome[]];
    const weighted = evaluateLinks([{ ...first, weight: 2 }, ...rest]);
    const twice = evaluateLinks([first, first, ...rest]);
    expect(weighted.precision.value).toBeCloseTo(twice.precision.value, 12);
    expect(weighted.brier.value).toBeCloseTo(twice.brier.value, 12);
  });

  test('no calls', () => {
    expect(evaluateLinks([])).toMatchObject({ calls: 0, wrongLinkRate: { value: 0 } });
  });
});
