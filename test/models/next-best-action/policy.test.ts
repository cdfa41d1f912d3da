import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../base/random.ts';
import { leadFeatures } from '../../../features/definitions/lead.ts';
import { nbaSettingsOf } from '../../../models/next-best-action/actionCatalogue.ts';
import { earnAutonomy, mixedWithTeam, shareOf } from '../../../models/next-best-action/autonomy.ts';
import { daysLookedBack, eligibility } from '../../../models/next-best-action/eligibility.ts';
import { nextBestActionFallback } from '../../../models/next-best-action/fallback.ts';
import { fitTeamModel } from '../../../models/next-best-action/teamModel.ts';

/** A Wednesday, 15:00 in Berlin. */
const moment = { at: new Date('2026-06-03T13:00:00Z'), timezone: 'Europe/Berlin' };

describe('the action catalogue', () => {
  const settings = nbaSettingsOf({
    nba: {
      actions: [
        { name: 'call', cost: 5, cooldownDays: 2, maxPerMonth: 3 },
        { name: 'visit', cost: 50 },
        { name: 'fax', cost: 1, enabled: false },
      ],
    },
  });
  const since = 'interactions.daysSince.action=call.direction=outbound';
  const attempts = 'interactions.count.30d.action=call.direction=outbound';
  const names = (row: Record<string, number>) =>
    eligibility(settings, row, moment).eligible.map(({ name }) => name);

  test('allows what is enabled, rested and not overdone; waiting always', () => {
    const features = leadFeatures(['call', 'visit']).map(({ name }) => name);
    expect(features).toEqual(expect.arrayContaining([since, attempts]));
    expect(names({})).toEqual(['call', 'visit', 'wait']);
    expect(names({ [since]: 1.9, [attempts]: 1 })).toEqual(['visit', 'wait']);
    expect(names({ [since]: 2, [attempts]: 2 })).toEqual(['call', 'visit', 'wait']);
    expect(names({ [since]: 5, [attempts]: 3 })).toEqual(['visit', 'wait']);
    expect(eligibility(settings, { [since]: 1.9 }, moment).held).toEqual([
      { action: 'call', reason: 'taken 1.9 days ago, again after 2' },
      { action: 'fax', reason: 'switched off' },
    ]);
  });

  test('counts all contacts together', () => {
    const shared = { ...settings, contact: { quietHours: [], maxPerMonth: 2, minDaysBetween: 1 } };
    const open = (row: Record<string, number>) => eligibility(shared, row, moment).eligible.length;
    expect(open({ [attempts]: 1, 'interactions.count.30d.action=visit.direction=outbound': 1 })).toBe(1);
    expect(open({ [attempts]: 1 })).toBe(3);
    expect(open({ 'interactions.daysSince.action=visit.direction=outbound': 0.5 })).toBe(1);
  });

  test('counts what was done about other leads of the same person', () => {
    const day = 86_400_000;
    const ago = (days: number, action = 'call') => ({ action, at: moment.at.getTime() - days * day });
    const open = (row: Record<string, number>, ...elsewhere: ReturnType<typeof ago>[]) =>
      eligibility(settings, row, { ...moment, elsewhere }).eligible.map(({ name }) => name);
    expect(open({}, ago(1.9))).toEqual(['visit', 'wait']);
    expect(open({}, ago(2.1), ago(0.1, 'fax'))).toEqual(['call', 'visit', 'wait']);
    expect(open({ [attempts]: 2, [since]: 9 }, ago(29))).toEqual(['visit', 'wait']);
    expect(open({ [attempts]: 2, [since]: 9 }, ago(31))).toEqual(['call', 'visit', 'wait']);
    const shared = { ...settings, contact: { quietHours: [], maxPerMonth: null, minDaysBetween: 1 } };
    expect(eligibility(shared, {}, { ...moment, elsewhere: [ago(0.5)] }).held[0]!.reason).toMatch(
      /^taken 0.5/,
    );
    expect(eligibility(shared, {}, { ...moment, elsewhere: [ago(0.5, 'visit')] }).eligible).toHaveLength(1);
    const slow = nbaSettingsOf({ nba: { actions: [{ name: 'call', cost: 1, cooldownDays: 90 }] } });
    expect([daysLookedBack(settings), daysLookedBack(slow)]).toEqual([30, 90]);
  });

  test('asks for consent and for what an action is open to; what is not known does not hold', () => {
    const strict = nbaSettingsOf({
      nba: {
        actions: [
          { name: 'sms', cost: 1, consent: 'consent_sms' },
          {
            name: 'visit',
            cost: 9,
            eligibleIf: [
              { feature: 'lead.value', atLeast: 500 },
              { feature: 'attribute.country', oneOf: ['DE', 'AT'] },
            ],
          },
        ],
      },
    });
    const open = (row: Record<string, number | string | boolean | null>) =>
      eligibility(strict, row, moment)
        .eligible.map(({ name }) => name)
        .slice(0, -1);
    expect(open({})).toEqual([]);
    for (const yes of [true, 1, 'Yes', 'granted'])
      expect(open({ 'attribute.consent_sms': yes })).toEqual(['sms']);
    for (const no of [false, 0, 'no', null, '']) expect(open({ 'attribute.consent_sms': no })).toEqual([]);
    expect(open({ 'lead.value': 500, 'attribute.country': 'AT' })).toEqual(['visit']);
    expect(open({ 'lead.value': 499, 'attribute.country': 'AT' })).toEqual([]);
    expect(open({ 'lead.value': 500, 'attribute.country': 'CH' })).toEqual([]);
    expect(open({ 'lead.value': 500 })).toEqual([]);
  });

  test('keeps quiet hours in the time zone of the company, over midnight and the change of clocks', () => {
    const quiet = nbaSettingsOf({
      nba: {
        actions: [
          { name: 'call', cost: 1 },
          { name: 'email', cost: 1, disturbs: false },
        ],
        contact: {
          quietHours: [
            { fromHour: 20, toHour: 8 },
            { days: [7], fromHour: 0, toHour: 24 },
          ],
        },
      },
    });
    const mayCall = (at: string, timezone = 'Europe/Berlin') =>
      eligibility(quiet, {}, { at: new Date(at), timezone }).eligible.some(({ name }) => name === 'call');
    expect(mayCall('2026-06-03T17:59:00Z')).toBe(true);
    expect(mayCall('2026-06-03T18:00:00Z')).toBe(false);
    expect(mayCall('2026-06-04T05:59:00Z')).toBe(false);
    expect(mayCall('2026-06-04T06:00:00Z')).toBe(true);
    // Winter time: the same hour is another moment.
    expect(mayCall('2026-12-02T18:30:00Z')).toBe(true);
    expect(mayCall('2026-12-02T19:00:00Z')).toBe(false);
    expect(mayCall('2026-06-07T12:00:00Z')).toBe(false);
    expect(mayCall('2026-06-03T18:00:00Z', 'America/New_York')).toBe(true);
    expect(
      eligibility(quiet, {}, { at: new Date('2026-06-03T22:00:00Z'), timezone: 'Europe/Berlin' }),
    ).toMatchObject({ held: [{ action: 'call', reason: 'quiet hours until 8:00' }] });
  });

  test('has defaults, and refuses what makes no sense', () => {
    expect(nbaSettingsOf({}).actions.map(({ name }) => name)).toEqual(['call', 'email', 'sms', 'offer']);
    const call = { name: 'call', cost: 1 };
    for (const wrong of [
      { nba: { actions: [call, { ...call, cost: 2 }] } },
      { nba: { epsilon: 2 } },
      { nba: { actions: [{ ...call, cost: -1 }] } },
      { nba: { actions: [{ name: 'wait', cost: 0 }] } },
      { nba: { contact: { quietHours: [{ fromHour: 8, toHour: 8 }] } } },
      { nba: { actions: [{ ...call, eligibleIf: [{ feature: 'lead.value' }] }] } },
      { nba: { actoins: [] } },
    ])
      expect(() => nbaSettingsOf(wrong)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

test('the rule recommends eligible actions only, and its alternatives are complete', () => {
  const settings = nbaSettingsOf({});
  fc.assert(
    fc.property(
      fc.record({
        since: fc.integer({ max: 20, min: 0 }),
        attempts: fc.nat(7),
        value: fc.option(fc.nat(1000)),
      }),
      fc.uuid(),
      ({ since, attempts, value }, predictionId) => {
        const row = {
          'interactions.daysSince.action=call.direction=outbound': since,
          'interactions.count.30d.action=email.direction=outbound': attempts,
          'lead.value': value,
        };
        const { result, confidence } = nextBestActionFallback(row, { settings, moment, predictionId });
        const wait = result.alternatives.find(({ action }) => action === 'wait')!;
        expect(result.expectedGain).toBeCloseTo(result.expectedValue - wait.value, 9);
        if (!result.explored) expect(result.action).toBe(result.alternatives[0]!.action);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      },
    ),
    { seed: 8 },
  );
});

describe('an apprentice', () => {
  const gain = (value: number, low: number, high: number) => ({ value, low, high });
  const evidence = (effectiveSampleSize: number, interval: ReturnType<typeof gain> | null) => ({
    decisions: 100,
    effectiveSampleSize,
    gain: interval,
  });

  const earned = (
    whole: ReturnType<typeof gain>,
    byAction: Parameters<typeof earnAutonomy>[0]['byAction'] = { call: evidence(60, gain(1, -3, 5)) },
  ) => earnAutonomy({ byAction, together: () => evidence(200, whole), teamValue: 100, tolerance: 0.05 });

  test('is given all that is surely no worse than the tolerance, and else the share that cannot lose more', () => {
    const share = (...interval: Parameters<typeof gain>) => earned(gain(...interval)).call!.share;
    // 95 % sure: 1.645 deviations, of which the interval spans 3.92.
    expect(share(1.7, -0.26, 3.66)).toBe(1);
    expect(share(10, -7.5, 27.5)).toBe(1);
    expect(share(10, -30, 50)).toBeCloseTo(5 / (1.645 * (80 / 3.92) - 10), 9);
    expect(share(-10, -30, 10)).toBeCloseTo(5 / (1.645 * (40 / 3.92) + 10), 9);
    expect(share(-20, -30, -10)).toBe(0);
    expect(earned(gain(10, -30, 50)).call!.reason).toMatch(/no more than 5.00 per decision is lost/);
  });

  test('asks only for actions that are known well enough and have not shown themselves worse', () => {
    let asked: readonly string[] = [];
    const byAction = {
      good: evidence(60, gain(5, 1, 9)),
      unclear: evidence(60, gain(1, -3, 5)),
      bad: evidence(60, gain(-5, -9, -1)),
      rare: evidence(10, gain(9, 5, 13)),
      unseen: evidence(0, null),
    };
    const autonomy = earnAutonomy({
      byAction,
      together(actions) {
        asked = actions;
        return evidence(200, gain(5, 1, 9));
      },
      teamValue: 100,
      tolerance: 0,
    });
    expect(asked).toEqual(['good', 'unclear']);
    expect(Object.values(autonomy).map(({ share }) => share)).toEqual([1, 1, 0, 0, 0]);
    expect(autonomy.bad!.reason).toMatch(/^loses/);
    expect(earned(gain(5, 1, 9), { rare: byAction.rare }).rare).toMatchObject({
      autonomous: false,
      share: 0,
    });
  });

  test('seldom loses more than the tolerance: in one of twenty trainings at most', () => {
    const random = seededRandom(17);
    // Gains from bad to good; evidence of one deviation of 10.
    for (const truth of [-20, -10, -6, 0, 10]) {
      let broken = 0;
      const trainings = 2000;
      for (let training = 0; training < trainings; training++) {
        const value = truth + 10 * random.normal();
        const { share = 0 } = earned(gain(value, value - 19.6, value + 19.6)).call!;
        if (share * truth < -5 - 1e-9) broken++;
      }
      expect(broken / trainings).toBeLessThan(0.05 + 3 * Math.sqrt(0.0475 / trainings));
    }
  });

  test('takes its own choices with its share, and does for the rest what the team does', () => {
    expect(mixedWithTeam([0.8, 0.2, 0], [0.5, 0, 0], [0.1, 0.3, 0.6])).toEqual([
      expect.closeTo(0.46, 12),
      expect.closeTo(0.18, 12),
      expect.closeTo(0.36, 12),
    ]);
    expect(shareOf(undefined)).toBe(0);
    const { share: _, ...early } = earned(gain(5, 1, 9)).call!;
    expect(shareOf(early)).toBe(1);
  });

  test('does what the team does', async () => {
    const leads = Array.from({ length: 300 }, (_, index) => ({ rich: index % 2 }));
    // The rich are called three times out of four, the others once.
    const taken = leads.map(({ rich }, index) => ((index >> 1) % 4 < (rich ? 3 : 1) ? 'call' : 'email'));
    const team = await fitTeamModel(leads, taken);
    const [call, email] = team.propensities({ rich: 1 }, ['call', 'email']);
    expect(call).toBeCloseTo(0.75, 1);
    expect(call! + email!).toBeCloseTo(1, 12);
    expect(team.propensities({ rich: 0 }, ['call', 'email'])[0]).toBeCloseTo(0.25, 1);
    expect(team.propensities({ rich: 0 }, ['email', 'fax'])[1]).toBeLessThan(0.02);
    expect(team.propensities({ rich: 0 }, ['wait'])).toEqual([1]);
  });
});
