import type { BenchSection } from '../bench.ts';
import { type Measurement, measureInTurns, ratio } from '../measure.ts';
import { timesSection } from '../report.ts';
import type { Trained } from './trainContenders.ts';

/** Contenders that fitted the same table in turns, ours first. */
export interface Comparison {
  readonly measurements: readonly Measurement[];
  readonly contenders: readonly Trained[];
}

/** How much better a peer may be at predicting without the comparison being about something else. */
const equalAuc = 0.002;

export async function compare(
  contenders: readonly Trained[],
  rounds: number,
  warmUps: number,
  signal: AbortSignal,
): Promise<Comparison> {
  return { contenders, measurements: await measureInTurns(contenders, { rounds, warmUps, signal }) };
}

/** Our time over a peer's; null when it takes no part. */
export function ratioTo({ measurements }: Comparison, name: string): number | null {
  const peer = measurements.find((each) => each.name === name);
  return peer === undefined ? null : ratio(measurements[0]!, peer);
}

/** Held-out AUC by contender. */
export function aucs({ contenders }: Comparison): Record<string, number> {
  return Object.fromEntries(contenders.map((each) => [each.name, Number(each.auc().toFixed(5))]));
}

/** Whether ours predicts as well as every peer, to 0.002. */
export function asGood({ contenders }: Comparison): boolean {
  const [ours, ...others] = contenders.map((each) => each.auc());
  return others.every((other) => other - ours! <= equalAuc);
}

export function comparisonSection(title: string, comparison: Comparison): BenchSection {
  const { rows } = timesSection(title, comparison.measurements, 1);
  const scores = aucs(comparison);
  const named = rows.map((row) => ({ ...row, 'held-out AUC': scores[String(row[''])]! }));
  return { title, rows: named };
}
