import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import type { Model } from '../../../models/estimator.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import { selectRows } from '../../../models/selectRows.ts';
import { datasetFromRows } from '../../../models/tableFromRows.ts';
import { evaluateUplift } from '../../../models/uplift/evaluateUplift.ts';
import { upliftCurve } from '../../../models/uplift/upliftCurve.ts';
import { sharedData } from '../../support/sharedData.ts';

describe('by hand', () => {
  const rows = {
    treated: [1, 0, 1, 0, 1, 0],
    outcome: Float64Array.of(1, 0, 1, 1, 0, 0),
    score: Float64Array.of(6, 5, 4, 3, 2, 1),
  };
  const ys = (kind: 'qini' | 'uplift') => upliftCurve(rows, kind).map(({ y }) => y);

  test('both curves step by step', () => {
    const qini = [0, 1 / 3, 1 / 3, 2 / 3, 1 / 3, 1 / 6, 1 / 3];
    ys('qini').forEach((y, step) => {
      expect(y).toBeCloseTo(qini[step]!, 14);
    });
    const uplift = [0, 1 / 6, 1 / 3, 1 / 2, 1 / 3, 5 / 36, 1 / 3];
    ys('uplift').forEach((y, step) => {
      expect(y).toBeCloseTo(uplift[step]!, 14);
    });
  });

  test('the areas under them', () => {
    const { averageEffect, qini, auuc, effectAt } = evaluateUplift(rows, { resamples: 5, shares: [0.5] });
    expect(averageEffect.value).toBeCloseTo(1 / 3, 14);
    expect(qini.value).toBeCloseTo(1 / 6, 14);
    expect(auuc.value).toBeCloseTo(59 / 216, 14);
    expect(effectAt[0]).toMatchObject({ share: 0.5, value: 1 });
  });

  test('a score that says nothing is the straight line', () => {
    const { averageEffect, qini, auuc } = evaluateUplift(
      { ...rows, score: new Float64Array(6) },
      { resamples: 5 },
    );
    expect(qini.value).toBe(0);
    expect(auuc.value).toBe(averageEffect.value / 2);
  });

  test.each([
    ['no control row', { ...rows, treated: [1, 1, 1, 1, 1, 1] }, 'not_enough_data'],
    ['a third arm', { ...rows, treated: [1, 0, 2, 0, 1, 0] }, 'invalid_input'],
    ['a treatment too few', { ...rows, treated: [1, 0] }, 'invalid_input'],
  ])('%s is refused', (_, unusable, code) => {
    expect(() => evaluateUplift(unusable)).toThrow(expect.objectContaining({ code }));
  });
});

describe('rows assigned with different probabilities', () => {
  /** Half of the rows are treated 8 times out of 10 and fare better anyway; the others 2 times out of 10. */
  function stratified(effect: (likely: boolean) => number, size = 4000) {
    const random = seededRandom(23);
    const likely = Array.from({ length: size }, () => random.uniform() < 0.5);
    const propensity = Float64Array.from(likely, (is) => (is ? 0.8 : 0.2));
    const treated = propensity.map((chance) => (random.uniform() < chance ? 1 : 0));
    const outcome = treated.map((arm, row) => {
      const before = likely[row] ? 0.6 : 0.2;
      return random.uniform() < before + arm * effect(likely[row]!) ? 1 : 0;
    });
    return { treated, propensity, outcome, score: outcome.map((_, row) => (likely[row] ? 2 : 1)) };
  }

  test('by hand: each counts inversely to its propensity', () => {
    const rows = {
      treated: [1, 0, 1, 0],
      propensity: Float64Array.of(0.8, 0.8, 0.5, 0.5),
      outcome: Float64Array.of(2, 1, 4, 0),
      score: Float64Array.of(4, 3, 2, 1),
    };
    // Treated count 1.25 and 2, controls 5 and 2; the last step is the average effect (2.5 + 8) / 3.25 - 5 / 7.
    const average = 10.5 / 3.25 - 5 / 7;
    const qini = [0, 2.5 / 3.25, (1 * 1.25) / 3.25, (10.5 - 3.25) / 3.25, average];
    const uplift = [0, 2 / 4, 1 / 2, ((10.5 / 3.25 - 1) * 3) / 4, average];
    for (const [kind, expected] of [
      ['qini', qini],
      ['uplift', uplift],
    ] as const)
      upliftCurve(rows, kind).forEach(({ x, y }, step) => {
        expect(x).toBe(step / 4);
        expect(y).toBeCloseTo(expected[step]!, 14);
      });
    expect(evaluateUplift(rows, { resamples: 5 }).averageEffect.value).toBeCloseTo(average, 14);
  });

  test('a treatment without effect has none, and nobody is moved by it', () => {
    const { propensity, ...blind } = stratified(() => 0);
    const options = { resamples: 100, shares: [0.5] };
    expect(evaluateUplift(blind, options).averageEffect.low).toBeGreaterThan(0.15);
    const { averageEffect, qini, auuc, effectAt } = evaluateUplift({ ...blind, propensity }, options);
    for (const { low, high } of [averageEffect, qini, auuc, effectAt[0]!]) {
      expect(low).toBeLessThan(0);
      expect(high).toBeGreaterThan(0);
    }
  });

  test('an effect on the likely ones is found where it is', () => {
    const { averageEffect, qini, effectAt } = evaluateUplift(
      stratified((likely) => (likely ? 0.3 : 0)),
      { resamples: 100, shares: [0.5] },
    );
    expect(averageEffect.low).toBeLessThan(0.15);
    expect(averageEffect.high).toBeGreaterThan(0.15);
    expect(effectAt[0]!.low).toBeLessThan(0.3);
    expect(effectAt[0]!.high).toBeGreaterThan(0.3);
    expect(qini.low).toBeGreaterThan(0);
  });

  test('the same probability for all changes nothing', () => {
    const { propensity, ...rows } = stratified(() => 0.1, 300);
    const same = evaluateUplift({ ...rows, propensity: propensity.fill(0.5) }, { resamples: 20 });
    expect(same).toEqual(evaluateUplift(rows, { resamples: 20 }));
  });

  test.each([
    ['0', Float64Array.of(0, 0.5, 0.5)],
    ['1', Float64Array.of(0.5, 1, 0.5)],
    ['one too few', Float64Array.of(0.5, 0.5)],
  ])('%s is refused', (_, propensity) => {
    const [outcome, score] = [Float64Array.of(1, 0, 1), Float64Array.of(1, 2, 3)];
    expect(() => evaluateUplift({ treated: [1, 0, 1], propensity, outcome, score })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

test('the interval of a score that says nothing holds 0 about as often as it says', () => {
  // 120 experiments: the binomial spread of the coverage is 2 points; percentile intervals cover a little less.
  let covered = 0;
  for (let experiment = 0; experiment < 120; experiment++) {
    const random = seededRandom(400 + experiment);
    const treated = Float64Array.from({ length: 200 }, () => random.integer(2));
    const outcome = treated.map((arm) => 0.5 * arm + random.normal());
    const score = outcome.map(() => random.uniform());
    const { qini } = evaluateUplift({ treated, outcome, score }, { resamples: 100 });
    if (qini.low <= 0 && qini.high >= 0) covered++;
  }
  expect(covered / 120).toBeGreaterThan(0.87);
  expect(covered / 120).toBeLessThan(0.995);
});

const hillstrom = sharedData('hillstrom/hillstrom.csv');

/** Two models, one per arm, learn from every second row and score the others; and the other way round. */
async function upliftOfEmail(arm: string) {
  const rows = readFileSync(hillstrom!, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(([, , , , , , , , segment]) => segment === arm || segment === 'No E-Mail');
  const treated = rows.map((cells) => (cells[8] === arm ? 1 : 0));
  const data = datasetFromRows(
    rows.map(([recency, , history, mens, womens, zip, newbie, channel]) => ({
      recency: Number(recency),
      history: Number(history),
      mens: Number(mens),
      womens: Number(womens),
      newbie: Number(newbie),
      zip: zip!,
      channel: channel!,
    })),
    rows.map((cells) => Number(cells[9])),
  );
  const score = new Float64Array(data.rowCount);
  for (const half of [0, 1]) {
    const rowsOf = (wanted: (row: number) => boolean) => rows.flatMap((_, row) => (wanted(row) ? [row] : []));
    const learn = (which: number): Promise<Model> => {
      const learned = rowsOf((row) => row % 2 === half && treated[row] === which);
      return logisticRegression.fit(selectRows(data, learned));
    };
    const [control, treatment] = [await learn(0), await learn(1)];
    const others = rowsOf((row) => row % 2 !== half);
    const table = selectRows(data, others);
    const without = control.predict(table);
    treatment.predict(table).forEach((visit, index) => {
      score[others[index]!] = visit - without[index]!;
    });
  }
  return evaluateUplift({ treated, outcome: data.target, score }, { resamples: 60 });
}

(hillstrom === undefined ? describe.skip : describe)('the Hillstrom experiment', () => {
  test("whom to send the Women's e-mail can be told", async () => {
    const { averageEffect, qini, effectAt } = await upliftOfEmail('Womens E-Mail');
    expect(averageEffect.low).toBeGreaterThan(0.03);
    expect(qini.low).toBeGreaterThan(0);
    expect(effectAt[1]!.low).toBeGreaterThan(averageEffect.value);
  }, 90_000);

  test("whom to send the Men's e-mail cannot: its best 30 % may be like all", async () => {
    const { averageEffect, effectAt } = await upliftOfEmail('Mens E-Mail');
    expect(averageEffect.low).toBeGreaterThan(0.06);
    expect(effectAt[1]!.low).toBeLessThan(averageEffect.value);
  }, 90_000);
});
