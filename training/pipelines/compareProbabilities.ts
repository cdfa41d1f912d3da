import { evaluateClassification } from '../../models/metrics/evaluate.ts';
import { calibrationByChance } from '../calibrationByChance.ts';
import { pairedDifference } from '../pairedDifference.ts';
import type { Evaluation, Metrics, Rival } from '../report.ts';

export interface NamedProbabilities {
  readonly name: string;
  readonly probabilities: Float64Array;
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
  const measure = (probabilities: Float64Array): Metrics => ({
    ...evaluateClassification(target, probabilities),
  });
  const candidateLoss = logLosses(target, candidate);
  const rivalOf = ({ name, probabilities }: NamedProbabilities): Rival => ({
    name,
    metrics: measure(probabilities),
    difference: pairedDifference(candidateLoss, logLosses(target, probabilities), subjects),
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
export function logLosses(target: Float64Array, probabilities: Float64Array): Float64Array {
  return target.map((label, row) => {
    const probability = Math.min(1 - 1e-6, Math.max(1e-6, probabilities[row]!));
    return -Math.log(label === 1 ? probability : 1 - probability);
  });
}
