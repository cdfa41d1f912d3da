import { expect, test } from '@jest/globals';
import { nbaSettingsOf } from '../../../models/next-best-action/actionCatalogue.ts';
import { recommend } from '../../../models/next-best-action/recommend.ts';
import { likeliest } from '../../../serving/scoring/plannedAction.ts';

const chances: Readonly<Record<string, number>> = {
  call: 0.3,
  email: 0.1,
  sms: 0.05,
  offer: 0.2,
  wait: 0.01,
};
const asked = (apprentice: boolean, id: string) =>
  likeliest((draw) => ({
    ...recommend({
      row: {},
      settings: { ...nbaSettingsOf({}), exploration: 'greedy', epsilon: apprentice ? 0 : 0.5 },
      moment: { at: new Date('2025-03-10T09:00:00Z'), timezone: 'Europe/Berlin' },
      predictionId: `${id} ${draw}`,
      chance: (action) => ({ probability: chances[action]!, deviation: 0.01 }),
      worthOfSuccess: 100,
      ...(apprentice
        ? {
            apprenticeship: {
              share: () => 0,
              team: (eligible) =>
                eligible.map((action) => (action === 'email' ? 0.4 : 0.6 / (eligible.length - 1))),
            },
          }
        : {}),
    }),
    reasons: [],
  })).result;

test('whatever is drawn, the plan is the action of greatest value, and leaves nothing to chance', () => {
  for (let id = 0; id < 20; id++) {
    const plan = asked(false, String(id));
    expect(plan).toMatchObject({ action: 'call', explored: false });
    expect(plan.alternatives.map(({ propensity }) => propensity)).toEqual([1, 0, 0, 0, 0]);
  }
});

test('an apprentice plans what the team does most', () => {
  for (let id = 0; id < 20; id++) {
    const plan = asked(true, String(id));
    expect(plan).toMatchObject({ action: 'email', mode: 'apprentice' });
    expect(plan.alternatives.find(({ propensity }) => propensity === 1)?.action).toBe('email');
  }
});
