import { describe, expect, test } from '@jest/globals';
import { type Random, seededRandom } from '../../../base/random.ts';
import {
  departureQuantile,
  departureTimes,
  probabilityLeftBy,
} from '../../../features/departures/departureModel.ts';
import { fitDepartures } from '../../../features/departures/fitDepartures.ts';
import { lifeSigns } from '../../../features/departures/lifeSigns.ts';
import { customer, day, outcome, purchase, start } from '../labels/labelFacts.ts';

const until = 800;
const firstDay = start / 86_400_000;

/** Erlang gaps around a rate of one's own, a departure at a constant rate of one's own, reported at 0.5 within 10 days. */
function population(
  random: Random,
  { size, stages, reported }: { size: number; stages: number; reported: number },
) {
  const after = (mean: number) => -mean * Math.log(1 - random.uniform());
  return Array.from({ length: size }, (_, index) => {
    const since = Math.floor(700 * random.uniform());
    const gap = 15 * 8 ** random.uniform();
    const left = since + after(random.uniform() < 0.5 ? 300 : 1500);
    const visits: number[] = [];
    const pause = () =>
      Array.from({ length: stages }, () => after(gap / stages)).reduce((sum, one) => sum + one);
    for (let at = since; at < Math.min(left, until); at += pause()) visits.push(at);
    const told = random.uniform() < reported && left + 10 < until;
    const history = customer({
      id: `${index}`,
      transactions: visits.map((days) => purchase(days)),
      outcomes: told ? [outcome('churned', left, { known: left + 10 * random.uniform() })] : [],
    });
    return { signs: lifeSigns(history, day(until))!, left };
  });
}

describe('departures learned from signs of life', () => {
  const people = population(seededRandom(5), { size: 900, stages: 3, reported: 0.5 });
  const model = fitDepartures(
    people.map(({ signs }) => signs),
    { reports: true, reportDays: 10 },
  );
  const silent = people.filter(({ signs }) => signs.reportedLeft === null);
  const times = silent.map(({ signs }) => departureTimes(model, signs));
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

  test('recover how regular visits are and how many departures are reported', () => {
    expect(model.shape).toBe(3);
    expect(Math.abs(model.reported - 0.5)).toBeLessThan(0.07);
    expect(model.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test('state chances of having left that come true as often, at any moment and for the sure and the unsure', () => {
    for (const ago of [0, 60, 200]) {
      const stated = times.map((one) => probabilityLeftBy(one, firstDay + until - ago));
      const left = silent.map((one) => (one.left <= until - ago ? 1 : 0));
      const error = Math.sqrt(mean(stated.map((p) => p * (1 - p))) / stated.length);
      expect(Math.abs(mean(stated) - mean(left))).toBeLessThan(3 * error);
      for (const [low, high] of [
        [0, 0.3],
        [0.3, 0.8],
        [0.8, 1.01],
      ] as const) {
        const part = stated.map((_, index) => index).filter((i) => stated[i]! >= low && stated[i]! < high);
        const expected = mean(part.map((i) => stated[i]!));
        const spread = Math.sqrt(mean(part.map((i) => stated[i]! * (1 - stated[i]!))) / part.length);
        expect(Math.abs(expected - mean(part.map((i) => left[i]!)))).toBeLessThan(3 * spread + 0.02);
      }
    }
  });

  test('date departures with quantiles that cover as they claim', () => {
    for (const quantile of [0.1, 0.3, 0.6]) {
      const days = times.map((one) => departureQuantile(one, quantile));
      const dated = days.map((_, index) => index).filter((index) => Number.isFinite(days[index]!));
      expect(dated.length).toBeGreaterThan(80);
      const covered = mean(dated.map((index) => (silent[index]!.left + firstDay <= days[index]! ? 1 : 0)));
      const error = Math.sqrt((quantile * (1 - quantile)) / dated.length);
      expect(Math.abs(covered - quantile)).toBeLessThan(3 * error);
    }
  });

  test('take somebody seen once for somebody who may come seldom', () => {
    const seen = (...days: number[]) =>
      departureTimes(
        model,
        lifeSigns(customer({ transactions: days.map((one) => purchase(one)) }), day(300))!,
      );
    const goneBy = (...days: number[]) => probabilityLeftBy(seen(...days), firstDay + 300);
    expect(goneBy(200)).toBeLessThan(goneBy(80, 100, 120, 140, 160, 180, 200) - 0.2);
  });

  test('are not put off by refunds and rows of nothing: those are no signs of life', () => {
    const signs = (...transactions: ReturnType<typeof purchase>[]) =>
      lifeSigns(customer({ transactions }), day(300));
    expect(signs(purchase(5), purchase(60), purchase(90, -10), purchase(120, 0))).toEqual(
      signs(purchase(5), purchase(60)),
    );
    expect(signs(purchase(90, -10))).toBeUndefined();
  });

  test('lie soon after the last of many visits, however long ago that was', () => {
    const daily = Array.from({ length: 100 }, (_, index) => purchase(index));
    const signs = lifeSigns(customer({ transactions: daily }), day(15_000))!;
    const times = departureTimes(model, signs);
    expect(probabilityLeftBy(times, firstDay + 15_000)).toBeCloseTo(1, 6);
    expect(departureQuantile(times, 0.5) - firstDay).toBeLessThan(130);
  });

  test('are what was reported, and impossible before the last sign of life', () => {
    const told = departureTimes(
      model,
      lifeSigns(customer({ transactions: [purchase(0)], outcomes: [outcome('churned', 40)] }), day(100))!,
    );
    expect(probabilityLeftBy(told, firstDay + 39)).toBe(0);
    expect(probabilityLeftBy(told, firstDay + 40)).toBe(1);
    expect(departureQuantile(told, 0.3)).toBe(firstDay + 40);
    const [one] = times;
    expect(probabilityLeftBy(one!, one!.from - 1)).toBe(0);
  });

  test('with quantiles that are the inverse of probabilities', () => {
    for (const one of times.filter(({ leftBy }) => leftBy.at(-1)! > 0.2).slice(0, 20)) {
      expect(probabilityLeftBy(one, departureQuantile(one, 0.15))).toBeCloseTo(0.15, 9);
      expect(departureQuantile(one, one.leftBy.at(-1)!)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  test('can be learned from nobody and from one', () => {
    const options = { reports: false, reportDays: 0 };
    const alone = fitDepartures([people[0]!.signs], options);
    const none = fitDepartures([], options);
    for (const fitted of [alone, none]) {
      const stated = probabilityLeftBy(departureTimes(fitted, silent[0]!.signs), firstDay + until);
      expect(stated).toBeGreaterThanOrEqual(0);
      expect(stated).toBeLessThan(1);
    }
  });
});
