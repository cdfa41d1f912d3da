import { crossFittedProbabilities, type ScoredRows } from '../calibration/calibrator.ts';
import { auc } from '../metrics/auc.ts';
import { incompleteBeta } from '../numeric/incompleteBeta.ts';
import type { TestedRows } from './scoreOutOfFold.ts';

/** What candidates are compared by: a loss per fold, and how much each fold counts. */
export interface FoldLosses {
  readonly losses: readonly number[];
  readonly weights: readonly number[];
}

/**
 * How well out-of-fold scores do, less being better.
 *
 * Folds at random: the log-loss after Platt's calibration by the other folds, so that candidates compete on equal
 * terms whatever the scale of their scores; of regressions the squared error.
 *
 * Folds that look forward: in each part 1 - AUC; of regressions the squared error as a share of the part's variance.
 * Where the world drifts, levels move; calibration has to follow them, ordering the rows of one period is what the
 * learner adds. Parts count alike.
 */
export function foldLosses(
  tested: TestedRows,
  scores: Float64Array,
  task: 'classification' | 'regression',
  forward: boolean,
): FoldLosses {
  const parts = partsOf(tested.folds);
  const usable =
    forward && task === 'classification' ? parts.filter((rows) => hasBoth(tested.labels, rows)) : parts;
  if (forward && task === 'classification' && usable.length > 0)
    return {
      losses: usable.map((rows) => 1 - aucOf(tested, scores, rows)),
      weights: usable.map(() => 1),
    };
  const perRow = task === 'classification' ? logLosses({ ...tested, scores }) : squaredErrors(tested, scores);
  const masses = parts.map((rows) => sum(rows, (row) => tested.weights[row]!));
  const losses = parts.map(
    (rows, part) => sum(rows, (row) => tested.weights[row]! * perRow[row]!) / masses[part]!,
  );
  if (!forward) return { losses, weights: masses };
  return {
    losses: losses.map((loss, part) => loss / (varianceOf(tested, parts[part]!) || 1)),
    weights: parts.map(() => 1),
  };
}

export function meanLoss({ losses, weights }: FoldLosses): number {
  const total = weights.reduce((all, weight) => all + weight, 0);
  return losses.reduce((all, loss, fold) => all + weights[fold]! * loss, 0) / total;
}

/**
 * How probable it is that `b` does better than `a` by at least as much as seen, if it were no better: Student's paired
 * t-test over the folds, one-sided. 1 with a single fold.
 */
export function chanceOfGain(a: FoldLosses, b: FoldLosses): number {
  const count = a.losses.length;
  const differences = a.losses.map((loss, fold) => loss - b.losses[fold]!);
  const mean = differences.reduce((all, each) => all + each, 0) / count;
  if (count < 2 || mean <= 0) return 1;
  const freedom = count - 1;
  const squares = differences.reduce((all, each) => all + (each - mean) ** 2, 0);
  const t = mean / Math.sqrt(squares / freedom / count);
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
}

function logLosses(rows: ScoredRows): Float64Array {
  const probabilities = crossFittedProbabilities('platt', rows);
  return rows.labels.map((label, row) => {
    const ofLabel = label === 1 ? probabilities[row]! : 1 - probabilities[row]!;
    return -Math.log(Math.max(ofLabel, 1e-15));
  });
}

const squaredErrors = ({ labels }: TestedRows, scores: Float64Array): Float64Array =>
  labels.map((label, row) => (label - scores[row]!) ** 2);

function aucOf(tested: TestedRows, scores: Float64Array, rows: readonly number[]): number {
  const of = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  return auc(of(tested.labels), of(scores), of(tested.weights));
}

function varianceOf({ labels, weights }: TestedRows, rows: readonly number[]): number {
  const total = sum(rows, (row) => weights[row]!);
  const mean = sum(rows, (row) => weights[row]! * labels[row]!) / total;
  return sum(rows, (row) => weights[row]! * (labels[row]! - mean) ** 2) / total;
}

function partsOf(folds: Int32Array): number[][] {
  const parts = new Map<number, number[]>();
  folds.forEach((fold, index) => {
    const part = parts.get(fold);
    if (part === undefined) parts.set(fold, [index]);
    else part.push(index);
  });
  return [...parts.values()];
}

const hasBoth = (labels: Float64Array, rows: readonly number[]): boolean =>
  rows.some((row) => labels[row] === 1) && rows.some((row) => labels[row] === 0);

const sum = (rows: readonly number[], of: (row: number) => number): number =>
  rows.reduce((all, row) => all + of(row), 0);
