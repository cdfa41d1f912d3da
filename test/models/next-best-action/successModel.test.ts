import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import {
  fitSuccessModel,
  type SuccessRow,
  successModelFromData,
} from '../../../models/next-best-action/successModel.ts';
import { bernoulli } from '../simulatedRows.ts';

const actions = ['call', 'email'];
const sigmoid = (score: number) => 1 / (1 + Math.exp(-score));
/** The young answer e-mails, the old the phone; the more in need they are, the more of the answers are purchases. */
const answers = (age: number, action: string) =>
  sigmoid(-0.6 + ((action === 'email' ? -1.5 : 1.5) * (age - 45)) / 25);
const buys = (need: number) => sigmoid(-3 + 2.5 * need);

function decisions(seed: number, count: number): SuccessRow[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const lead = { age: 20 + 50 * random.uniform(), need: random.uniform(), noise: random.normal() };
    const action = actions[random.integer(2)]!;
    const answered = bernoulli(random, answers(lead.age, action));
    const label = answered === 1 ? bernoulli(random, buys(lead.need)) : 0;
    return { lead, action, label, answered, weight: 1, subjectId: `${index}`, asOf: new Date(index * 3.6e6) };
  });
}
const truth = (age: number, need: number, action: string) => answers(age, action) * buys(need);
const options = { estimator: logisticRegression, seed: 7 };

describe('the chance that an action succeeds', () => {
  test('is nearer to the truth by way of the answers than without them', async () => {
    const error = async (rows: readonly SuccessRow[]) => {
      const model = await fitSuccessModel(rows, options);
      const random = seededRandom(99);
      let squares = 0;
      for (let index = 0; index < 300; index++) {
        const [age, need] = [20 + 50 * random.uniform(), random.uniform()];
        for (const action of actions) {
          const { probability } = model.chance({ age, need, noise: random.normal() }, action);
          squares += (probability - truth(age, need, action)) ** 2 / 600;
        }
      }
      return { error: Math.sqrt(squares), data: model.data };
    };
    let [byAnswers, without] = [0, 0];
    for (const seed of [1, 2, 3]) {
      const rows = decisions(seed, 1500);
      const [two, one] = [await error(rows), await error(rows.map((row) => ({ ...row, answered: null })))];
      expect(two.data.conversion).toBeDefined();
      expect(one.data.conversion).toBeUndefined();
      byAnswers += two.error / 3;
      without += one.error / 3;
    }
    expect(byAnswers).toBeLessThan(0.9 * without);
  });

  test('is the product of both steps, as uncertain as they are; the same from data and in batches', async () => {
    const model = await fitSuccessModel(decisions(3, 1500), options);
    const { conversion, ...answer } = model.data;
    const [first, second] = [successModelFromData(answer), successModelFromData(conversion!)];
    const lead = { age: 30, need: 0.9, noise: 0 };
    for (const action of actions) {
      const [one, two, both] = [first, second, model].map((each) => each.chance(lead, action));
      expect(both!.probability).toBeCloseTo(one!.probability * two!.probability, 12);
      const relative = ({ probability, deviation }: typeof one & object) => deviation / probability;
      expect(relative(both!)).toBeCloseTo(Math.hypot(relative(one!), relative(two!)), 12);
    }
    const again = successModelFromData(JSON.parse(JSON.stringify(model.data)));
    expect(again.chances([lead, lead], actions)).toEqual(actions.map((action) => model.chance(lead, action)));
    // The need matters to buying alone, the age to answering alone.
    const effect = (name: string) =>
      Math.abs(model.explain(lead, 'email').contributions.find(({ feature }) => feature === name)!.effect);
    expect(effect('need')).toBeGreaterThan(2 * effect('noise'));
  });

  test('is learned in one step where answers are not told apart from conversions, or too few are', async () => {
    const rows = decisions(4, 600);
    const oneStep = async (some: readonly SuccessRow[]) =>
      (await fitSuccessModel(some, options)).data.conversion === undefined;
    expect(await oneStep(rows.map((row) => ({ ...row, answered: row.label })))).toBe(true);
    expect(await oneStep(rows.slice(0, 200))).toBe(true);
    const { data } = await fitSuccessModel(decisions(5, 1500), {
      ...options,
      like: (await fitSuccessModel(rows.slice(0, 200), options)).data,
    });
    expect(data.conversion).toBeUndefined();
  });
});
