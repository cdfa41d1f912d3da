import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import type { DatasetRow } from '../../../features/datasetRow.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import { nbaSettingsOf } from '../../../models/next-best-action/actionCatalogue.ts';
import {
  fitNextBestActionModel,
  type NextBestActionModel,
  type RecommendOptions,
} from '../../../models/next-best-action/nextBestActionModel.ts';
import { recommend } from '../../../models/next-best-action/recommend.ts';
import { crossFittedDecisions } from '../../../training/pipelines/crossFittedDecisions.ts';
import { policyDecisions } from '../../../training/pipelines/policyDecisions.ts';
import { valuePolicy } from '../../../training/pipelines/valuePolicy.ts';

const actions = ['call', 'email'].map((name) => ({ name, cost: 0 }));
const settings = nbaSettingsOf({ nba: { actions, epsilon: 0.2, exploration: 'greedy' } });
const chances: Record<string, number> = { call: 0.1, email: 0.4, wait: 0 };

/** Knows the chances; what a lead is worth it guesses from the mean. */
const model = {
  data: { conversionShare: 1, meanLeadValue: 100 },
  worthOfSuccess: () => 100,
  team: (_: object, eligible: readonly string[]) => eligible.map(() => 1 / eligible.length),
  recommend: (rows: readonly object[], optionsOf: (row: number) => RecommendOptions) =>
    rows.map(
      (_, row) =>
        recommend({
          row: {},
          ...optionsOf(row),
          chance: (name) => ({ probability: chances[name]!, deviation: 0 }),
          worthOfSuccess: 100,
        }).result,
    ),
} as unknown as NextBestActionModel;

/** Calls and e-mails by the toss of a coin; a lead that is won turns out to be worth 1,000. */
function log(size: number, waits = false, calls = 0.6): DatasetRow[] {
  const random = seededRandom(41);
  return Array.from({ length: size }, (_, index) => {
    const draw = random.uniform();
    const action = waits && draw < 0.2 ? 'wait' : draw < calls ? 'call' : 'email';
    const propensity = waits ? (action === 'wait' ? 0.2 : 0.4) : action === 'call' ? calls : 1 - calls;
    const won = random.uniform() < chances[action]!;
    return {
      subjectId: `lead-${index}`,
      asOf: new Date(Date.UTC(2026, 0, 1 + (index % 14))),
      label: won ? 1 : 0,
      weight: 1,
      features: { action },
      context: { propensity, value: won ? 1000 : null },
    };
  });
}
const decisionsOf = (rows: readonly DatasetRow[]) => policyDecisions(model, settings, 'Europe/Berlin', rows);

test('what is expected of an action does not know how it ended', () => {
  const expected = decisionsOf(log(200)).flatMap(({ choices }) => choices.map(({ value }) => value));
  expect(new Set(expected)).toEqual(new Set([10, 40]));
});

test('a policy is worth what its choices would have earned, also where the model misjudges the worth', () => {
  const { value, weeks, autonomy, warnings } = valuePolicy(decisionsOf(log(2500)), 0.05)!;
  // Acting, it writes to 87 % (80 % by choice, a third of 20 % by draw) and calls 7 % of 93 %.
  const emails = (0.8 + 0.2 / 3) / (1 - 0.2 / 3);
  const truth = 1000 * (emails * 0.4 + (1 - emails) * 0.1);
  expect(value.dr.low).toBeLessThan(truth);
  expect(value.dr.high).toBeGreaterThan(truth);
  // The team tosses a coin between the two.
  expect(value.team.low).toBeLessThan(250);
  expect(value.team.high).toBeGreaterThan(250);
  expect(value.gain.low).toBeGreaterThan(0);
  expect(warnings).toEqual([]);
  expect(weeks.map(({ week }) => week)).toEqual(['2025-12-29', '2026-01-05', '2026-01-12']);
  expect(weeks.reduce((sum, { decisions }) => sum + decisions, 0)).toBe(2500);
  expect(autonomy.email).toMatchObject({ autonomous: true, share: 1 });
  expect(autonomy.call).toBeUndefined();
});

test('a model keeps its autonomy when the log is its own: it is compared with the team, not with itself', () => {
  // Nine of ten e-mails, about what it would do itself.
  const { value, autonomy } = valuePolicy(decisionsOf(log(2500, false, 0.1)), 0.05)!;
  expect(Math.abs(value.dr.value - value.logged.value)).toBeLessThan(0.1 * value.logged.value);
  expect(value.gain.low).toBeGreaterThan(0);
  expect(autonomy.email).toMatchObject({ autonomous: true, share: 1 });
});

test('cross-fitting judges every decision once, by a model that has not learned from it', async () => {
  const random = seededRandom(5);
  const rows = log(360).map((row, index) => ({
    ...row,
    subjectId: `lead-${index % 120}`,
    features: { ...row.features, age: random.uniform() },
    context: { ...row.context, interactionId: `i${index}` },
  }));
  const evaluated = await fitNextBestActionModel(rows, { estimator: logisticRegression });
  const judged: string[] = [];
  const decisions = await crossFittedDecisions(rows, evaluated, { seed: 3 }, (one, part) => {
    const learned = Object.values(one.data.actions).reduce((sum, count) => sum + count, 0);
    expect(learned).toBe(rows.length - part.length);
    judged.push(...new Set(part.map(({ subjectId }) => subjectId)));
    return policyDecisions(one, settings, 'Europe/Berlin', part);
  });
  expect(decisions).toHaveLength(360);
  expect(judged.sort()).toEqual([...new Set(rows.map(({ subjectId }) => subjectId))].sort());
  const unknown = rows.map((row) => ({ ...row, context: { ...row.context, propensity: null } }));
  expect(await crossFittedDecisions(unknown, evaluated, {}, () => [])).toEqual([]);
});

test('doing nothing counts as a decision where it was logged as one', () => {
  const decisions = decisionsOf(log(1500, true));
  expect(decisions).toHaveLength(1500);
  expect(decisions[0]!.choices.map(({ action }) => action).sort()).toEqual(['call', 'email', 'wait']);
  for (const { choices } of decisions)
    expect(choices.reduce((sum, { propensity }) => sum + propensity, 0)).toBeCloseTo(1, 12);
  const truth = 1000 * ((0.8 + 0.2 / 3) * 0.4 + (0.2 / 3) * 0.1);
  const { value } = valuePolicy(decisions, 0.05)!;
  expect(value.dr.low).toBeLessThan(truth);
  expect(value.dr.high).toBeGreaterThan(truth);
});

test('propensities that are not those of the log are noticed; without any nothing is said', () => {
  const wrong = log(400).map((row) => ({ ...row, context: { ...row.context, propensity: 0.9 } }));
  expect(valuePolicy(decisionsOf(wrong), 0.05)!.warnings[0]).toMatch(/do not add up/);
  expect(valuePolicy(decisionsOf([]), 0.05)).toBeNull();
});
