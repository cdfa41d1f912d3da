import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { decodeArtifact, encodeArtifact } from '../../../models/artifact.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import { nbaSettingsOf } from '../../../models/next-best-action/actionCatalogue.ts';
import {
  fitNextBestActionModel,
  type NextBestActionModelData,
  nextBestActionModelFromData,
} from '../../../models/next-best-action/nextBestActionModel.ts';
import { bernoulli, simulatedRow } from '../simulatedRows.ts';

const actions = ['call', 'email', 'wait'] as const;
type Action = (typeof actions)[number];

/** The young answer e-mails, the old the phone; nobody comes back by themselves. */
function truth(age: number, device: string, action: Action): number {
  if (action === 'wait') return 0.03;
  const base = action === 'email' ? (age < 45 ? 0.4 : 0.1) : age < 45 ? 0.12 : 0.42;
  return device === 'phone' && action === 'call' ? base + 0.1 : base;
}

function lead(random: ReturnType<typeof seededRandom>) {
  return {
    'attribute.age': 20 + random.uniform() * 50,
    'attribute.device': random.uniform() < 0.5 ? 'phone' : 'desktop',
    'lead.value': 100,
    noise: random.normal(),
  };
}

function world(seed: number, count: number, taken: readonly Action[] = actions) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, subject) => {
    const features = lead(random);
    const action = taken[random.integer(taken.length)]!;
    const label = bernoulli(random, truth(features['attribute.age'], features['attribute.device'], action));
    return simulatedRow(subject, { ...features, action }, label, {
      converted: label,
      value: 100,
      propensity: 1 / 3,
    });
  });
}

const settings = nbaSettingsOf({
  nba: {
    actions: [
      { name: 'call', cost: 2 },
      { name: 'email', cost: 1 },
    ],
    epsilon: 0,
    exploration: 'greedy',
    autonomy: 'full',
  },
});
const moment = { at: new Date('2026-06-03T13:00:00Z'), timezone: 'Europe/Berlin' };

const model = await fitNextBestActionModel(world(1, 2400), { estimator: logisticRegression });

describe('the next best action', () => {
  const random = seededRandom(9);
  const leads = Array.from({ length: 400 }, () => lead(random));
  const value = (row: (typeof leads)[number], action: string) =>
    100 * truth(row['attribute.age'], row['attribute.device'], action as Action) -
    (settings.actions.find(({ name }) => name === action)?.cost ?? 0);
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

  test('earns nearly what the best policy earns, more than any one action for all', () => {
    const earned = mean(
      leads.map((row, index) =>
        value(row, model.predict(row, { settings, moment, predictionId: `p${index}` }).result.action),
      ),
    );
    const best = mean(leads.map((row) => Math.max(...actions.map((action) => value(row, action)))));
    const alike = Math.max(...actions.map((action) => mean(leads.map((row) => value(row, action)))));
    expect(earned).toBeGreaterThan(alike + 5);
    expect(earned).toBeGreaterThan(0.93 * best);
  });

  test('expects about the truth, and is surer where actions differ more', () => {
    const predictions = leads.map((row) => model.predict(row, { settings, moment, predictionId: 'p' }));
    const expected = mean(predictions.map(({ result }) => result.expectedValue));
    const real = mean(predictions.map(({ result }, index) => value(leads[index]!, result.action)));
    expect(Math.abs(expected - real)).toBeLessThan(4);
    const near = model.predict(
      { ...leads[0]!, 'attribute.age': 44 },
      { settings, moment, predictionId: 'p' },
    );
    const far = model.predict({ ...leads[0]!, 'attribute.age': 70 }, { settings, moment, predictionId: 'p' });
    expect(far.confidence).toBeGreaterThan(near.confidence);
  });

  test('is plain data, and the same prediction id gives the same answer', () => {
    const again = nextBestActionModelFromData(
      decodeArtifact(encodeArtifact(model.data.kind, model.data)).payload as NextBestActionModelData,
    );
    const exploring = { ...settings, epsilon: 0.5 };
    for (const [index, row] of leads.slice(0, 30).entries()) {
      const options = { settings: exploring, moment, predictionId: `p${index}` };
      expect(again.predict(row, options)).toEqual(model.predict(row, options));
    }
  });

  test('many leads at once are answered as one by one', () => {
    const more = nbaSettingsOf({
      nba: {
        actions: [
          { name: 'call', cost: 2 },
          { name: 'visit', cost: 0 },
        ],
      },
    });
    const optionsOf = (index: number) => ({ settings: more, moment, predictionId: `p${index}` });
    const some = [...leads.slice(0, 20), {}, { ...leads[1]!, 'attribute.age': null }];
    model.recommend(some, optionsOf).forEach((result, index) => {
      expect(result).toEqual(model.predict(some[index]!, optionsOf(index)).result);
    });
    const taken = some.map((_, index) => ['call', 'email', 'wait', 'visit'][index % 4]!);
    expect([...model.probabilities(some, taken)]).toEqual(
      some.map((row, index) => model.chance(row, taken[index]!).probability),
    );
  });

  test('an action nobody has tried yet is a guess of little confidence, not an error', () => {
    const more = nbaSettingsOf({ nba: { actions: [{ name: 'visit', cost: 0 }], epsilon: 0 } });
    const { result, confidence } = model.predict(leads[0]!, { settings: more, moment, predictionId: 'p' });
    expect(result.alternatives.map(({ action }) => action).sort()).toEqual(['visit', 'wait']);
    expect(confidence).toBeLessThan(0.9);
  });

  test('the team is what people do of their own accord, an action brings what its conversions brought', async () => {
    const rows = world(4, 900, ['call', 'email']).map((row, index) => ({
      ...row,
      context: {
        ...row.context,
        interactionId: `i${index}`,
        // Two of three e-mails were recommended, and e-mails are won with a discount.
        prompted: row.features.action === 'email' && index % 3 > 0 ? 1 : 0,
        value: row.features.action === 'email' ? 80 : 100,
      },
    }));
    const { team, data } = await fitNextBestActionModel(rows, { estimator: logisticRegression });
    const [call] = team(leads[0]!, ['call', 'email'])!;
    expect(call).toBeGreaterThan(0.65);
    expect(call).toBeLessThan(0.85);
    expect(data.yields!.email).toBeLessThan(0.85);
    expect(data.yields!.call).toBeGreaterThan(0.97);
  });

  test('explores what a week can teach: less of what many decisions have taught', async () => {
    const one = { ...settings, exploration: 'thompson' as const };
    const share = (decisionsPerWeek: number) =>
      mean(
        nextBestActionModelFromData({ ...model.data, decisionsPerWeek })
          .recommend(leads, (index) => ({ settings: one, moment, predictionId: `p${index}` }))
          .map(({ alternatives }) => 1 - alternatives[0]!.propensity),
      );
    const [little, much] = [share(30), share(30_000)];
    expect(little).toBeLessThan(0.5 * much);
    expect(little).toBeGreaterThan(0);
  });

  test('without any observed waiting nothing is expected of it', async () => {
    const acted = await fitNextBestActionModel(world(2, 300, ['call', 'email']), {
      estimator: logisticRegression,
    });
    expect(acted.chance(leads[0]!, 'wait')).toEqual({ probability: 0, deviation: 0 });
    await expect(fitNextBestActionModel(world(3, 50, ['wait']))).rejects.toThrow(
      expect.objectContaining({ code: 'not_enough_data' }),
    );
  });
});
