import { newCustomer } from '../../models/lifetime-value/purchaseHistory.ts';
import type { ClvAnalysis } from './analyse.ts';

/** Repeat purchases since the first day, of those who first bought within the calibration. */
export interface TrackingPoint {
  readonly day: number;
  readonly cumulative: number;
  readonly series: string;
}

const points = 100;

/** What was bought and what each forecast of the calibration says would be, over the whole time of the data. */
export function tracking({ log, calibration, unitDays, holdout }: ClvAnalysis): TrackingPoint[] {
  const until = holdout?.until ?? calibration.day;
  const cohort = log.customers.filter(({ days }) => days[0]! <= calibration.day);
  const span = until - log.firstDay;
  const days = Array.from(
    { length: Math.min(points, span) + 1 },
    (_, index) => log.firstDay + Math.round((index * span) / Math.min(points, span)),
  );
  const arrivals = new Map<number, number>();
  const repeats = new Map<number, number>();
  const count = (counts: Map<number, number>, day: number) => counts.set(day, (counts.get(day) ?? 0) + 1);
  for (const { days: bought } of cohort) {
    count(arrivals, bought[0]!);
    for (const day of bought.slice(1)) count(repeats, day);
  }
  const upTo = (day: number) =>
    [...repeats].reduce((sum, [when, purchases]) => (when <= day ? sum + purchases : sum), 0);
  const actual = days.map((day) => ({ day, cumulative: upTo(day), series: 'actual' }));
  const expected = calibration.forecasts.flatMap(({ title, expectedPurchases }) => {
    const byAge = new Map<number, number>();
    const ofNew = (age: number) => {
      const known = byAge.get(age) ?? expectedPurchases(newCustomer, age / unitDays);
      byAge.set(age, known);
      return known;
    };
    return days.map((day) => ({
      day,
      cumulative: [...arrivals].reduce(
        (sum, [first, customers]) => (first < day ? sum + customers * ofNew(day - first) : sum),
        0,
      ),
      series: title,
    }));
  });
  return [...actual, ...expected];
}
