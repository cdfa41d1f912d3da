import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../base/random.ts';
import { featuresOfTask } from '../../../features/definitions/taskFeatures.ts';
import { boostedTreesClassifier } from '../../../models/boostedTrees.ts';
import { leadScoreFallback } from '../../../models/lead-score/fallback.ts';
import { fitLeadScoreModel, leadScoreModelFromData } from '../../../models/lead-score/leadScoreModel.ts';
import { temperatureOf, temperatureThresholds } from '../../../models/lead-score/temperature.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import { aucOf, bernoulli, sigmoid, simulatedRow } from '../simulatedRows.ts';

function world(seed: number, count: number) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, subject) => {
    const replies = random.integer(4);
    const source = ['web', 'partner', 'call'][random.integer(3)]!;
    const features = { 'interactions.count.direction=inbound': replies, 'lead.source': source };
    return simulatedRow(
      subject,
      features,
      bernoulli(random, sigmoid(replies - 2 + (source === 'web' ? -1 : 0.5))),
    );
  });
}

const model = await fitLeadScoreModel(world(1, 800), { estimator: logisticRegression });

describe('the lead score', () => {
  const thresholds = temperatureThresholds({});
  const unseen = world(2, 600);

  test('is the calibrated probability in percent', () => {
    const predictions = unseen.map(({ features }) => model.predict(features, thresholds));
    const labels = unseen.map(({ label }) => label);
    for (const { result } of predictions) expect(result.score).toBe(Math.round(100 * result.probability));
    expect(
      aucOf(
        predictions.map(({ result }) => result.score),
        labels,
      ),
    ).toBeGreaterThan(0.75);
    const hot = predictions.flatMap(({ result }, index) =>
      result.temperature === 'hot' ? [labels[index]!] : [],
    );
    expect(hot.reduce((sum, label) => sum + label, 0) / hot.length).toBeGreaterThan(0.55);
  });

  test('takes over the learner of a model it is to be like', async () => {
    const rows = world(3, 300);
    const trees = await fitLeadScoreModel(rows, { estimator: boostedTreesClassifier });
    const again = await fitLeadScoreModel(rows, { like: trees.data });
    expect(again.data).toEqual(trees.data);
    expect(trees.data.classifier.estimator).not.toBe(model.data.classifier.estimator);
  });

  test('gives many rows the probabilities it gives them one by one', () => {
    const rows = unseen.map(({ features }) => features);
    expect([...model.probabilities(rows)]).toEqual(
      rows.map((row) => model.predict(row, thresholds).result.probability),
    );
  });

  test('is the same after a round trip through JSON', () => {
    const again = leadScoreModelFromData(JSON.parse(JSON.stringify(model.data)));
    for (const { features } of unseen.slice(0, 20))
      expect(again.predict(features, thresholds)).toEqual(model.predict(features, thresholds));
  });
});

describe('temperature', () => {
  test('never falls when the score rises, and follows the settings of the company', () => {
    const order = { cold: 0, warm: 1, hot: 2 };
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.nat(100), fc.nat(100), (a, b, c, d) => {
        const settings = temperatureThresholds({ leadScore: { warm: Math.min(c, d), hot: Math.max(c, d) } });
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(order[temperatureOf(low, settings)]).toBeLessThanOrEqual(order[temperatureOf(high, settings)]);
        expect(temperatureOf(high, settings) === 'hot').toBe(high >= settings.hot);
      }),
      { seed: 4 },
    );
  });

  test.each([{ hot: 10, warm: 20 }, { hot: 120 }, { warm: 'x' }])('refuses %j', (leadScore) => {
    expect(() => temperatureThresholds({ leadScore })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

describe('the rule', () => {
  const score = (row: Record<string, number>) => leadScoreFallback(row, { hot: 60, warm: 30 }).result.score;
  test('adds its documented points', () => {
    expect(score({})).toBe(20);
    expect(
      score({ age: 3, 'interactions.count.direction=inbound': 2, 'appointments.count.upcoming=true': 1 }),
    ).toBe(80);
    expect(score({ age: 90, 'outcomes.count.kind=no_response': 9 })).toBe(1);
  });

  test('reads names that the feature definitions really have', () => {
    const names = featuresOfTask('lead_score').map(({ name }) => name);
    for (const name of [
      'interactions.count.direction=inbound',
      'appointments.count.upcoming=true',
      'outcomes.count.kind=no_response',
      'age',
    ])
      expect(names).toContain(name);
  });
});
