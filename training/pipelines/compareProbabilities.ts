import { evaluateClassification } from '../../models/metrics/evaluate.ts';
import { calibrationByChance } from '../calibrationByChance.ts';
import { pairedDifference } from '../pairedDifference.ts';
import type { Evaluation, Metrics, Rival } from '../report.ts';

export interface NamedProbabilities {
  readonly name: string;
  /** Of every held-out row. */
  readonly probabilities: Float64Array;
  /** The held-out rows it may be compared on, because it has not learned from them; default all. */
  readonly unseen?: readonly number[];
}

/**
 * A candidate's probabilities beside those of its rivals, on the same held-out rows, in log-loss. The
 * baseline is the one of the given ones that loses least: a candidate has to beat the best that needs no
 * learning.
 * @throws Problem not_enough_data when only one class is there
 */
export function compareProbabilities(input: {
  target: Float64Array;
  subjects: readonly string[];
  candidate: Float64Array;
  champion: NamedProbabilities | null;
  baselines: readonly NamedProbabilities[];
}): Pick<Evaluation, 'metrics' | 'loss' | 'champion' | 'baseline'> {
  const { target, subjects, candidate } = input;
  const all = subjects.map((_, row) => row);
  const at = (values: Float64Array, rows: readonly number[]) =>
    Float64Array.from(rows, (row) => values[row]!);
  const measure = (probabilities: Float64Array, rows: readonly number[] = all): Metrics => ({
    ...evaluateClassification(at(target, rows), at(probabilities, rows)),
  });
  const candidateLoss = logLosses(target, candidate);
  const rivalOf = ({ name, probabilities, unseen: rows = all }: NamedProbabilities): Rival => ({
    name,
    metrics: measure(probabilities, rows),
    difference: pairedDifference(
      at(candidateLoss, rows),
      at(logLosses(target, probabilities), rows),
      rows.map((row) => subjects[row]!),
    ),
  });
  const baselines = input.baselines.map(rivalOf);
  const [baseline] = baselines.toSorted((a, b) => b.difference.value - a.difference.value);
  return {
    metrics: { ...measure(candidate), eceByChance: calibrationByChance(candidate) },
    loss: 'log-loss',
    champion: input.champion === null ? null : rivalOf(input.champion),
    baseline: baseline!,
  };
}

/** Per row; bounded, so that one certain mistake does not decide alone. */
function logLosses(target: Float64Array, probabilities: Float64Array): Float64Array {
  return target.map((label, row) => {
    const probability = Math.min(1 - 1e-6, Math.max(1e-6, probabilities[row]!));
    return -Math.log(label === 1 ? probability : 1 - probability);
  });
}
