import { normalQuantile } from '../numeric/normalQuantile.ts';
import type { Column } from '../table.ts';
import type { Experiment } from './upliftLearner.ts';

/** A feature, or category of one, of which the arms differ. */
export interface Imbalance {
  readonly feature: string;
  /** Standardised mean difference, treated minus control, rows weighted by the inverse of their propensity. */
  readonly difference: number;
}

/** False alarms over all features together. */
const falseAlarms = 0.001;
const fewestRows = 30;

/**
 * What a random assignment cannot explain: features whose means differ between the arms by more than chance, at a level
 * shared by all tests (Bonferroni), largest first. An experiment that was randomised has none.
 */
export function imbalances(experiment: Experiment): Imbalance[] {
  const tests = experiment.columns.flatMap(indicatorsOf);
  const limit = normalQuantile(1 - falseAlarms / (2 * Math.max(1, tests.length)));
  return tests
    .flatMap(({ feature, values }) => {
      const [control, treated] = [momentsOf(experiment, values, 0), momentsOf(experiment, values, 1)];
      if (Math.min(control.rows, treated.rows) < fewestRows) return [];
      const gap = treated.mean - control.mean;
      const deviation = Math.sqrt(control.variance / control.size + treated.variance / treated.size);
      if (!(Math.abs(gap) > limit * deviation)) return [];
      const spread = Math.sqrt((control.variance + treated.variance) / 2);
      return [{ feature, difference: spread > 0 ? gap / spread : Math.sign(gap) }];
    })
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
}

function indicatorsOf(column: Column): { feature: string; values: Float64Array }[] {
  if (column.kind === 'numeric') return [{ feature: column.name, values: column.values }];
  return column.vocabulary.map((category, code) => ({
    feature: `${column.name} = ${category}`,
    values: Float64Array.from(column.codes, (each) => (each === code ? 1 : 0)),
  }));
}

/** Weighted mean and variance of an arm; `size` is Kish's effective number of rows. */
function momentsOf({ treated, propensity }: Experiment, values: Float64Array, arm: 0 | 1) {
  let [rows, weights, squares, sum] = [0, 0, 0, 0];
  const weightOf = (row: number) => 1 / (arm === 1 ? propensity[row]! : 1 - propensity[row]!);
  const counts = (row: number) => treated[row] === arm && Number.isFinite(values[row]!);
  for (let row = 0; row < values.length; row++) {
    if (!counts(row)) continue;
    const weight = weightOf(row);
    rows += 1;
    weights += weight;
    squares += weight * weight;
    sum += weight * values[row]!;
  }
  const mean = sum / weights;
  let variance = 0;
  for (let row = 0; row < values.length; row++)
    if (counts(row)) variance += (weightOf(row) * (values[row]! - mean) ** 2) / weights;
  return { rows, mean, variance, size: weights ** 2 / squares };
}
