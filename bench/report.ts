import { table } from '../serving/commands/table.ts';
import type { BenchResult, BenchSection } from './bench.ts';
import { type Measurement, ratio, spread } from './measure.ts';

/** A result as tables for people. */
export function report({ sections }: BenchResult): string {
  return sections.map(({ title, rows }) => `${title}\n${table(rows)}\n`).join('\n');
}

/** Times as a table, and the first one's as a share of each (the median of paired rounds). */
export function timesSection(
  title: string,
  measurements: readonly Measurement[],
  unitsPerSecond: number,
): BenchSection {
  return {
    title,
    rows: measurements.map((measurement) => {
      const { median, low, high } = spread(measurement);
      return {
        '': measurement.name,
        median: shown(median * unitsPerSecond),
        lowest: shown(low * unitsPerSecond),
        highest: shown(high * unitsPerSecond),
        'ours / this': shown(ratio(measurements[0]!, measurement)),
      };
    }),
  };
}

/** Three digits. */
const shown = (value: number) => Number(value.toPrecision(3));
