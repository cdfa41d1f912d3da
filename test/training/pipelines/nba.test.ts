import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import type { DatasetRow } from '../../../features/datasetRow.ts';
import { nbaSettingsOf } from '../../../models/next-best-action/actionCatalogue.ts';
import type { NextBestActionModel } from '../../../models/next-best-action/nextBestActionModel.ts';
import { recommend } from '../../../models/next-best-action/recommend.ts';
import { offPolicyValue } from '../../../training/offPolicy.ts';
import { loggedDecisions } from '../../../training/pipelines/nba.ts';

const actions = ['call', 'email'].map((name) => ({ name, cost: 0 }));
const settings = nbaSettingsOf({ nba: { actions, epsilon: 0.2 } });
const chances: Record<string, number> = { call: 0.1, email: 0.4, wait: 0 };

/** Knows the chances; what a lead is worth it guesses from the mean. */
const model = {
  data: { conversionShare: 1, meanLeadValue: 100 },
  probabilities: (_: unknown, taken: readonly string[]) => Float64Array.from(taken, (name) => chances[name]!),
  recommend: (rows: readonly object[], optionsOf: (row: number) => { predictionId: string }) =>
    rows.map(
      (_, row) =>
        recommend({
          row: {},
          settings,
          ...optionsOf(row),
          probability: (name) => chances[name]!,
          support: () => 10,
          worthOfSuccess: 100,
        }).result,
    ),
} as unknown as NextBestActionModel;

/** Calls and e-mails by the toss of a coin; a lead that is won turns out to be worth 1,000. */
function log(size: number): DatasetRow[] {
  const random = seededRandom(41);
  return Array.from({ length: size }, (_, index) => {
    const action = random.uniform() < 0.5 ? 'call' : 'email';
    const won = random.uniform() < chances[action]!;
    return {
      subjectId: `lead-${index}`,
      asOf: new Date('2026-01-01T00:00:00Z'),
      label: won ? 1 : 0,
      weight: 1,
      features: { action },
      context: { propensity: 0.5, value: won ? 1000 : null },
    };
  });
}

test('what is expected of an action does not know how it ended', () => {
  const decisions = loggedDecisions(model, settings, log(200));
  expect(new Set(decisions.map(({ expected }) => expected))).toEqual(new Set([10, 40]));
});

test('a policy is worth what its choices would have earned, also where the model misjudges the worth', () => {
  const { learned } = offPolicyValue(loggedDecisions(model, settings, log(8000)));
  // Acting, it writes to 87 % (80 % by choice, a third of 20 % by draw) and calls 7 % of 93 %.
  const emails = (0.8 + 0.2 / 3) / (1 - 0.2 / 3);
  const truth = 1000 * (emails * 0.4 + (1 - emails) * 0.1);
  expect(learned.low).toBeLessThan(truth);
  expect(learned.high).toBeGreaterThan(truth);
});
