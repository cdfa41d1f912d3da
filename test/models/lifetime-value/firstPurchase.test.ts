import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import {
  expectedWithFirstPurchase,
  firstPurchaseWithin,
  fitFirstPurchase,
  type Wait,
} from '../../../models/lifetime-value/firstPurchase.ts';
import { gammaSample } from '../../../models/lifetime-value/gammaSample.ts';

/** Customers who became customers over 400 days; a third of them are heard of only later, if they have not bought. */
function world(truth: { r: number; alpha: number }, customers: number, seed: number): Wait[] {
  const random = seededRandom(seed);
  return Array.from({ length: customers }, (_, index): Wait[] => {
    const end = 400 * random.uniform();
    const comes = -Math.log(1 - random.uniform()) / (gammaSample(random, truth.r) / truth.alpha);
    const from = index % 3 === 0 ? 60 * random.uniform() : 0;
    if (from >= Math.min(end, comes)) return [];
    return [{ from, until: Math.min(comes, end), bought: comes <= end }];
  }).flat();
}

describe('first purchases', () => {
  test('are learned through censoring and late entry: the conditional probabilities are the true ones', () => {
    const truth = { r: 0.6, alpha: 80, customers: 0, bought: 0 };
    const fitted = fitFirstPurchase(world(truth, 6000, 5))!;
    for (const waited of [0, 60, 300])
      for (const days of [30, 365])
        expect(
          Math.abs(firstPurchaseWithin(fitted, waited, days) - firstPurchaseWithin(truth, waited, days)),
        ).toBeLessThan(0.03);
    // Calling those who have not bought yet people who never will would see far fewer of them buy.
    const careless = world(truth, 6000, 5);
    const share = careless.filter(({ bought }) => bought).length / careless.length;
    expect(share).toBeLessThan(firstPurchaseWithin(truth, 0, 365) - 0.15);
  });

  test('of people who are all alike come at one rate, however long they have waited', () => {
    const random = seededRandom(9);
    const waits = Array.from({ length: 3000 }, (): Wait => {
      const comes = -50 * Math.log(1 - random.uniform());
      return { from: 0, until: Math.min(comes, 100), bought: comes <= 100 };
    });
    const fitted = fitFirstPurchase(waits)!;
    for (const waited of [0, 200])
      expect(Math.abs(firstPurchaseWithin(fitted, waited, 50) - (1 - Math.exp(-1)))).toBeLessThan(0.04);
  });

  test('are not learned from fewer than ten', () => {
    const wait = (bought: boolean): Wait => ({ from: 0, until: 20, bought });
    const waits = [...Array(9).fill(wait(true)), ...Array(90).fill(wait(false))];
    expect(fitFirstPurchase(waits)).toBeNull();
    expect(fitFirstPurchase([...waits, wait(true)])).toMatchObject({ customers: 100, bought: 10 });
  });

  test('leave what follows them the rest of the horizon: the quadrature is the integral', () => {
    const parameters = { r: 0.4, alpha: 30, customers: 0, bought: 0 };
    const after = (rest: number) => 1 + 5 * (1 - 1 / (1 + rest / 200));
    for (const [waited, days] of [
      [0, 1096],
      [500, 365],
      [20, 3],
    ] as const) {
      let integral = 0;
      const steps = 200_000;
      for (let step = 0; step < steps; step++) {
        const [from, until] = [(step * days) / steps, ((step + 1) * days) / steps];
        const probability =
          firstPurchaseWithin(parameters, waited, until) - firstPurchaseWithin(parameters, waited, from);
        integral += probability * after(days - (from + until) / 2);
      }
      const value = expectedWithFirstPurchase(parameters, waited, days, after);
      expect(Math.abs(value / integral - 1)).toBeLessThan(1e-4);
    }
    expect(expectedWithFirstPurchase(parameters, 10, 0, after)).toBe(0);
  });
});
