import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import type { Autonomy } from '../../models/next-best-action/autonomy.ts';
import { nextBestActionFallback } from '../../models/next-best-action/fallback.ts';
import { fitNextBestActionModel } from '../../models/next-best-action/nextBestActionModel.ts';
import type { NextBestActionResult } from '../../models/next-best-action/recommend.ts';
import { bernoulli, simulatedRow } from '../models/simulatedRows.ts';
import { LawBroken } from './law.ts';
import { type Policy, policyLaws, policySettings } from './policyLaws.ts';

const random = seededRandom(31);
const rows = Array.from({ length: 240 }, (_, subject) => {
  const features = { 'attribute.age': 20 + 50 * random.uniform(), 'lead.value': 800 };
  const action = ['call', 'email', 'sms', 'visit', 'wait'][random.integer(5)]!;
  const liked = action === (features['attribute.age'] > 45 ? 'call' : 'email');
  const label = bernoulli(random, action === 'wait' ? 0.05 : liked ? 0.5 : 0.15);
  return simulatedRow(subject, { ...features, action }, label, {
    converted: label,
    value: 800,
    propensity: 0.2,
  });
});
const model = await fitNextBestActionModel(rows, { estimator: logisticRegression });
const earned = {
  decisions: 100,
  effectiveSampleSize: 60,
  gain: { value: 5, low: 1, high: 9 },
  autonomous: true,
  reason: 'gains',
};
const autonomy: Autonomy = { email: earned, call: { ...earned, autonomous: false } };

const policyOf = (of: typeof model, nba: object): Policy => ({
  settings: policySettings(nba),
  recommend: (row, options) => of.predict(row, options).result,
});

const policies: Readonly<Record<string, Policy>> = {
  'the rule': {
    settings: policySettings(),
    recommend: (row, options) => nextBestActionFallback(row, options).result,
  },
  'Thompson sampling': policyOf(model, { autonomy: 'full' }),
  'the best by estimate': policyOf(model, { autonomy: 'full', exploration: 'greedy' }),
  'an apprentice': policyOf(model, {}),
  'half an apprentice': policyOf(model.withAutonomy(autonomy), {}),
};

describe.each(Object.entries(policies))('%s', (_, policy) => {
  test.each(policyLaws.map((law) => [law.name, law] as const))('%s', async (_name, law) => {
    await law.check(policy);
  });
});

const sound = policies['Thompson sampling']!;
const changed = (change: (result: NextBestActionResult) => Partial<NextBestActionResult>): Policy => ({
  ...sound,
  recommend(row, options) {
    const result = sound.recommend(row, options);
    return { ...result, ...change(result) };
  },
});
/** Explores most, so that what it must not take soon shows. */
const explorer = policies['the rule']!;
const ruleless = (drop: object, of = explorer): Policy => ({
  ...of,
  recommend: (row, options) => of.recommend(row, { ...options, settings: { ...options.settings, ...drop } }),
});
const actions = sound.settings.actions;
let drawn = 0;

/** Policies that break one law each, and which. */
const mutants: readonly (readonly [string, Policy, number])[] = [
  [
    'logs propensities that do not sum to 1',
    changed(({ alternatives }) => ({
      alternatives: alternatives.map((each) => ({ ...each, propensity: each.propensity * 0.9 })),
    })),
    0,
  ],
  ['leaves the floor out', ruleless({ epsilon: 0 }, sound), 1],
  ['always takes the best', changed(({ alternatives }) => ({ action: alternatives[0]!.action })), 2],
  [
    'logs even propensities',
    changed(({ alternatives }) => ({
      alternatives: alternatives.map((each) => ({ ...each, propensity: 1 / alternatives.length })),
    })),
    2,
  ],
  ['knows no quiet hours', ruleless({ contact: { ...sound.settings.contact, quietHours: [] } }), 3],
  [
    'knows no limit for all contacts',
    ruleless({ contact: { ...sound.settings.contact, maxPerMonth: null } }),
    3,
  ],
  [
    'knows no pause between contacts',
    ruleless({ contact: { ...sound.settings.contact, minDaysBetween: 0 } }),
    3,
  ],
  ['asks nobody for consent', ruleless({ actions: actions.map((each) => ({ ...each, consent: null })) }), 3],
  ['knows no cap', ruleless({ actions: actions.map((each) => ({ ...each, maxPerMonth: 99 })) }), 3],
  ['knows no rest', ruleless({ actions: actions.map((each) => ({ ...each, cooldownDays: 0 })) }), 3],
  [
    'opens actions to everybody',
    ruleless({ actions: actions.map((each) => ({ ...each, eligibleIf: [] })) }),
    3,
  ],
  [
    'takes what is switched off',
    ruleless({ actions: actions.map((each) => ({ ...each, enabled: true })) }),
    3,
  ],
  [
    'draws anew each time',
    {
      ...sound,
      recommend: (row, options) =>
        sound.recommend(row, { ...options, predictionId: `${options.predictionId} ${drawn++}` }),
    },
    4,
  ],
  ['counts the gain against nothing', changed(({ expectedValue }) => ({ expectedGain: expectedValue })), 5],
];

test.each(mutants)('a policy that %s is caught', (_, mutant, law) => {
  expect(() => policyLaws[law]!.check(mutant)).toThrow(LawBroken);
});
