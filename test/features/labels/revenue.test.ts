import { describe, expect, test } from '@jest/globals';
import type { History } from '../../../features/history.ts';
import { holdoutDaysOf, revenueMoments } from '../../../features/labels/revenue.ts';
import { customer, day, purchase } from './labelFacts.ts';

const moments = (...purchases: ReturnType<typeof purchase>[]) =>
  revenueMoments(customer({ transactions: purchases }), { knownAt: day(200), holdoutDays: 90 });

describe('revenue', () => {
  test('is held out over the last days; the present moment has no answer and no weight', () => {
    const late = { ...purchase(150, 99), recordedAt: day(300) };
    const waited = { waitFrom: 0, waitUntil: 5, waitEnded: 1 };
    expect(moments(purchase(5, 10), purchase(120, 20), purchase(120.2, 5), purchase(130, -4), late)).toEqual([
      { asOf: day(110), label: 21, weight: 1, context: { purchases: 1, holdoutDays: 90, ...waited } },
      { asOf: day(200), label: 0, weight: 0, context: { purchases: null, holdoutDays: null, ...waited } },
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
    expect(moments(purchase(5, 10), purchase(9, -10))).toEqual(moments());
    expect(held(purchase(5, 10), { ...purchase(9, -10), recordedAt: day(150) })).toEqual([
      [0, 0],
      [0, null],
    ]);
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
      context: { purchases: 2, validationDays: 55, waitFrom: null, waitUntil: null, waitEnded: null },
    });
    // Too short a window would say nothing.
    const short = revenueMoments(customer({ transactions: purchases }), { ...given, from: day(30) });
    expect(short.map(({ asOf }) => asOf)).toEqual([day(110), day(200)]);
  });

  test('tells how long customers waited for their first purchase, at each moment as far as was known', () => {
    const waits = (history: Partial<History>) =>
      revenueMoments(customer(history), { knownAt: day(200), holdoutDays: 90 }).map(({ context }) => [
        context?.waitFrom,
        context?.waitUntil,
        context?.waitEnded,
      ]);
    const none = [null, null, null];
    expect(waits({})).toEqual([
      [0, 110, 0],
      [0, 200, 0],
    ]);
    expect(waits({ transactions: [purchase(150)] })).toEqual([
      [0, 110, 0],
      [0, 150, 1],
    ]);
    // Given back, or nothing paid: no purchase.
    expect(waits({ transactions: [purchase(50, 0), purchase(150), purchase(160, -10)] })).toEqual(waits({}));
    // Entered because they bought, or heard of only after they had.
    expect(waits({ transactions: [purchase(0.4)] })).toEqual([none, none]);
    expect(waits({ recordedAt: day(60), transactions: [purchase(50)] })).toEqual([none, none]);
    // Heard of late, they were seen to wait only from then on; before, they were not there.
    expect(waits({ recordedAt: day(60), transactions: [purchase(70)] })).toEqual([
      [60, 70, 1],
      [60, 70, 1],
    ]);
    expect(waits({ recordedAt: day(120) })).toEqual([[120, 200, 0]]);
  });

  test('half of the history is held out, in whole days, but neither weeks nor many years', () => {
    expect(holdoutDaysOf(day(10), day(555))).toBe(273);
    expect(holdoutDaysOf(day(0), day(100))).toBe(90);
    expect(holdoutDaysOf(day(0), day(0))).toBe(90);
    expect(holdoutDaysOf(day(0), day(5000))).toBe(1096);
  });
});
