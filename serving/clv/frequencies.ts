import { seededRandom } from '../../base/random.ts';
import type { ClvAnalysis } from './analyse.ts';

export interface FrequencyBar {
  /** Repeat purchases in the calibration: 0 to 6, and 7+. */
  readonly frequency: string;
  readonly customers: number;
  readonly series: string;
}

const most = 7;
const draws = 20_000;

const frequencyLabel = (frequency: number): string => (frequency >= most ? `${most}+` : String(frequency));

/** How many customers bought how often, and how many of simulated ones of the same ages would have. */
export function frequencies({ calibration: { records, forecasts } }: ClvAnalysis): FrequencyBar[] {
  const bars = (series: string, counts: readonly number[]) =>
    counts.map((customers, frequency) => ({ frequency: frequencyLabel(frequency), customers, series }));
  const actual = new Array<number>(most + 1).fill(0);
  for (const { history } of records) actual[Math.min(most, history.frequency)]!++;
  const simulated = forecasts.flatMap(({ title, models }) => {
    if (models.length !== 1) return [];
    const random = seededRandom(7);
    const rounds = Math.max(1, Math.round(draws / records.length));
    const counts = new Array<number>(most + 1).fill(0);
    for (let round = 0; round < rounds; round++)
      for (const { history } of records) {
        const drawn = models[0]!.drawCustomer(random, history.age, 0);
        counts[Math.min(most, drawn.history.frequency)]! += 1 / rounds;
      }
    return bars(title, counts);
  });
  return [...bars('actual', actual), ...simulated];
}

/** Mean purchases in the holdout by how often somebody had bought before. */
export function holdoutByFrequency({ calibration: { records }, holdout }: ClvAnalysis) {
  if (holdout === null) return [];
  const groups = records.map(({ history }) => Math.min(most, history.frequency));
  const means = (series: string, values: Float64Array) =>
    Array.from({ length: most + 1 }, (_, frequency) => {
      const members = groups.flatMap((group, row) => (group === frequency ? [values[row]!] : []));
      const mean = members.reduce((sum, value) => sum + value, 0) / members.length;
      return { frequency: frequencyLabel(frequency), mean, series };
    }).filter(({ mean }) => Number.isFinite(mean));
  return [
    ...means('actual', holdout.actual),
    ...holdout.results
      .filter(({ name }) => name !== 'past-rate')
      .flatMap(({ title, predicted }) => means(title, predicted)),
  ];
}
