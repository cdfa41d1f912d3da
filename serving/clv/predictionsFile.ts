import { writeFile } from 'node:fs/promises';
import { csvText } from '../csvCell.ts';
import type { ClvAnalysis } from './analyse.ts';
import { isoDay } from './dayNotation.ts';
import { futures } from './futures.ts';

const header = [
  'customer',
  'as_of',
  'horizon_days',
  'repeat_purchases',
  'recency_days',
  'age_days',
  'expected_purchases',
  'probability_alive',
  'expected_amount',
  'clv',
];

/** Writes one line per customer, the most valuable first. */
export async function writePredictions(path: string, analysis: ClvAnalysis): Promise<number> {
  const rows = futures(analysis).sort((a, b) => (b.clv ?? b.purchases) - (a.clv ?? a.purchases));
  const asOf = isoDay(analysis.final.day);
  const number = (value: number | null) => (value === null ? '' : String(Number(value.toPrecision(8))));
  const lines = rows.map((row) =>
    [
      csvText(row.customer),
      asOf,
      analysis.horizonDays,
      row.frequency,
      row.recencyDays,
      row.ageDays,
      number(row.purchases),
      number(row.alive),
      number(row.amount),
      number(row.clv),
    ].join(','),
  );
  await writeFile(path, `${[header.join(','), ...lines].join('\n')}\n`);
  return rows.length;
}
