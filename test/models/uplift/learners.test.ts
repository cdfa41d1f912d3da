import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { imbalances } from '../../../models/uplift/balance.ts';
import { crossFittedEffects } from '../../../models/uplift/crossFittedEffects.ts';
import { drLearner } from '../../../models/uplift/drLearner.ts';
import { evaluateUplift } from '../../../models/uplift/evaluateUplift.ts';
import { tLearner } from '../../../models/uplift/tLearner.ts';
import type { Experiment } from '../../../models/uplift/upliftLearner.ts';
import { xLearner } from '../../../models/uplift/xLearner.ts';

/** The effect of treatment grows with x; what happens without it with z. `chance`: of being treated. */
function world(size: number, chance: (x: number) => number): Experiment & { readonly effect: Float64Array } {
  const random = seededRandom(19);
  const normals = () => Float64Array.from({ length: size }, () => random.normal());
  const [x, z] = [normals(), normals()];
  const effect = x.map((value) => 1 + value);
  const propensity = x.map(chance);
  const treated = Uint8Array.from(propensity, (each) => (random.uniform() < each ? 1 : 0));
  return {
    rowCount: size,
    columns: [
      { kind: 'numeric', name: 'x', values: x },
      { kind: 'numeric', name: 'z', values: z },
    ],
    target: z.map((value, row) => value + treated[row]! * effect[row]! + random.normal()),
    treated,
    propensity,
    effect,
  };
}

const correlation = (a: Float64Array, b: Float64Array) => {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (f: (row: number) => number) => a.reduce((sum, _, row) => sum + f(row), 0);
  return (
    product((row) => (a[row]! - ma) * (b[row]! - mb)) /
    Math.sqrt(product((row) => (a[row]! - ma) ** 2) * product((row) => (b[row]! - mb) ** 2))
  );
};

describe.each([tLearner, xLearner, drLearner])('the $title', (learner) => {
  test('recovers the effect of a simulated treatment, also where few were treated', async () => {
    const fair = world(300, () => 0.3);
    const model = await learner.fit(fair);
    const effects = model.effects(fair);
    expect(correlation(effects, fair.effect)).toBeGreaterThan(0.85);
    const off = effects.reduce((sum, effect, row) => sum + effect - fair.effect[row]!, 0) / effects.length;
    expect(Math.abs(off)).toBeLessThan(0.35);
  });

  test('needs both arms', async () => {
    const none = world(80, () => 0);
    await expect(learner.fit({ ...none, propensity: none.propensity.fill(0.5) })).rejects.toThrow(
      expect.objectContaining({ code: 'not_enough_data' }),
    );
  });
});

test.each([tLearner, xLearner, drLearner])(
  'the $title takes what made a treatment likely for no effect of it, also where it is no feature',
  async (learner) => {
    const random = seededRandom(29);
    const size = 1500;
    const x = Float64Array.from({ length: size }, () => random.normal());
    // A hidden trait, more frequent where x is large, raises both the outcome and the chance of being treated.
    const hidden = x.map((value) => (random.uniform() < 1 / (1 + Math.exp(-2 * value)) ? 1 : 0));
    const propensity = hidden.map((has) => (has === 1 ? 0.85 : 0.15));
    const treated = Uint8Array.from(propensity, (each) => (random.uniform() < each ? 1 : 0));
    const target = hidden.map((has) => 2 * has + 0.5 * random.normal());
    const columns = [{ kind: 'numeric', name: 'x', values: x }] as const;
    const model = await learner.fit({ rowCount: size, columns, target, treated, propensity });
    const effects = model.effects({ rowCount: size, columns });
    const mean = effects.reduce((sum, effect) => sum + effect, 0) / size;
    expect(Math.abs(mean)).toBeLessThan(0.2);
  },
);

test('effects out of fold find whom to treat; effects of nothing do not', async () => {
  const fair = world(300, () => 0.5);
  const score = await crossFittedEffects(fair, tLearner, { folds: 2 });
  const outcome = fair.target;
  expect(
    evaluateUplift({ treated: fair.treated, outcome, score }, { resamples: 60 }).qini.low,
  ).toBeGreaterThan(0);
  const random = seededRandom(3);
  const noise = outcome.map(() => random.normal());
  const blind = await crossFittedEffects({ ...fair, target: noise }, tLearner, { folds: 2 });
  const { qini } = evaluateUplift({ treated: fair.treated, outcome: noise, score: blind }, { resamples: 60 });
  expect(qini.low).toBeLessThan(0);
});

describe('balance of the arms', () => {
  const tilted = world(2000, (x) => 1 / (1 + Math.exp(-x)));

  test('a random assignment has nothing to show', () => {
    expect(imbalances(world(2000, () => 0.3))).toEqual([]);
  });

  test('an assignment by a feature is noticed, unless its propensities are known', () => {
    const [first, ...others] = imbalances({ ...tilted, propensity: new Float64Array(2000).fill(0.5) });
    expect(first).toMatchObject({ feature: 'x' });
    expect(first!.difference).toBeGreaterThan(0.5);
    expect(others).toEqual([]);
    expect(imbalances(tilted)).toEqual([]);
  });

  test('so is one by a category', () => {
    const codes = Int32Array.from(tilted.treated, (each, row) => (row % 5 === 0 ? 1 - each : each));
    const vocabulary = ['web', 'phone'];
    const found = imbalances({
      ...tilted,
      columns: [{ kind: 'categorical', name: 'channel', codes, vocabulary }],
      propensity: new Float64Array(2000).fill(0.5),
    });
    expect(found.map(({ feature }) => feature).sort()).toEqual(['channel = phone', 'channel = web']);
  });
});
