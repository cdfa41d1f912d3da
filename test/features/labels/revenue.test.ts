import { describe, expect, test } from '@jest/globals';
import { holdoutDaysOf, revenueMoments } from '../../../features/labels/revenue.ts';
import { customer, day, purchase } from './labelFacts.ts';

const moments = (...purchases: ReturnType<typeof purchase>[]) =>
  revenueMoments(customer({ transactions: purchases }), { knownAt: day(200), holdoutDays: 90 });

describe('revenue', () => {
  test('is held out over the last days; the present moment has no answer and no weight', () => {
    const late = { ...purchase(150, 99), recordedAt: day(300) };
    expect(moments(purchase(5, 10), purchase(120, 20), purchase(120.2, 5), purchase(130, -4), late)).toEqual([
      { asOf: day(110), label: 21, weight: 1, context: { purchases: 1, holdoutDays: 90 } },
      { asOf: day(200), label: 0, weight: 0, context: { purchases: null, holdoutDays: null } },
    ]);
  });

  test('a refund lowers the purchase it follows, wherever the holdout begins, and undoes it when nothing is left', () => {
    const held = (...purchases: ReturnType<typeof purchase>[]) =>
      moments(...purchases).map(({ label, context }) => [label, context?.purchases]);
    // Bought and given back in the holdout.
    expect(held(purchase(5, 10), purchase(120, 20), purchase(125, -20))).toEqual([
      [0, 0],
      [0, null],
    ]);
    // Bought before it and given back in it: no purchase of the holdout pays for that.
    expect(held(purchase(100, 10), purchase(115, -10), purchase(120, 20))[0]).toEqual([20, 1]);
    expect(held(purchase(100, 10), purchase(120, 20), purchase(130, -25))[0]).toEqual([0, 0]);
    // Given back before: never bought, as far as is known at the holdout; but told only later, it had been bought.
    expect(held(purchase(5, 10), purchase(9, -10))).toEqual([]);
    expect(held(purchase(5, 10), { ...purchase(9, -10), recordedAt: day(150) })).toEqual([[0, 0]]);
    // Nothing of nothing.
    expect(held(purchase(5, 10), purchase(120, 0))[0]).toEqual([0, 0]);
  });

  test('between the beginning and the holdout lies a window to choose models on, which does not see the holdout', () => {
    const late = { ...purchase(100, 99), recordedAt: day(150) };
    const purchases = [purchase(0, 10), purchase(60, 20), purchase(105, 5), purchase(130, 7), late];
    const given = { knownAt: day(200), holdoutDays: 90, from: day(0) };
    expect(revenueMoments(customer({ transactions: purchases }), given)[0]).toEqual({
      asOf: day(55),
      label: 25,
      weight: 1,
      context: { purchases: 2, validationDays: 55 },
    });
    // Too short a window would say nothing.
    const short = revenueMoments(customer({ transactions: purchases }), { ...given, from: day(30) });
    expect(short.map(({ asOf }) => asOf)).toEqual([day(110), day(200)]);
  });

  test('somebody whose first purchase lies in the holdout is not judged by it', () => {
    expect(moments(purchase(150))).toMatchObject([{ asOf: day(200) }]);
    expect(moments()).toEqual([]);
  });

  test('half of the history is held out, in whole days, but neither weeks nor many years', () => {
    expect(holdoutDaysOf(day(10), day(555))).toBe(273);
    expect(holdoutDaysOf(day(0), day(100))).toBe(90);
    expect(holdoutDaysOf(day(0), day(0))).toBe(90);
    expect(holdoutDaysOf(day(0), day(5000))).toBe(1096);
  });
});
