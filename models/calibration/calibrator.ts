import { log1pExp, sigmoid } from '../numeric/sigmoid.ts';
import { fitIsotonic, type IsotonicCalibrator, isotonicProbability } from './isotonic.ts';
import { fitPlatt, type PlattCalibrator } from './platt.ts';

/** Maps a raw score in log-odds to a probability. Plain data. */
export type Calibrator = { readonly kind: 'identity' } | PlattCalibrator | IsotonicCalibrator;
export type CalibratorKind = Calibrator['kind'];

/** Scores a calibrator learns from: none may come from a model that was trained on the same row. */
export interface ScoredRows {
  readonly scores: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
  /** Which fold scored the row. */
  readonly folds: Int32Array;
}

/** Below this many rows, or this many of the rarer class, only Platt's two parameters are worth estimating. */
const enoughRows = 1000;
const enoughOfEachClass = 100;

export function calibratedProbability(calibrator: Calibrator, score: number): number {
  if (calibrator.kind === 'identity') return sigmoid(score);
  if (calibrator.kind === 'platt') return sigmoid(calibrator.slope * score + calibrator.intercept);
  return isotonicProbability(calibrator, score);
}

export function fitCalibrator(kind: CalibratorKind, rows: Omit<ScoredRows, 'folds'>): Calibrator {
  if (kind === 'identity') return { kind };
  return (kind === 'platt' ? fitPlatt : fitIsotonic)(rows.scores, rows.labels, rows.weights);
}

/** Every row's probability from a calibrator that was fitted on the other folds. */
export function crossFittedProbabilities(kind: CalibratorKind, rows: ScoredRows): Float64Array {
  const result = new Float64Array(rows.scores.length);
  for (const fold of new Set(rows.folds)) {
    const isElse = (_: number, row: number) => rows.folds[row] !== fold;
    const elsewhere = {
      scores: rows.scores.filter(isElse),
      labels: rows.labels.filter(isElse),
      weights: rows.weights.filter(isElse),
    };
    const calibrator: Calibrator =
      elsewhere.scores.length === 0 ? { kind: 'identity' } : fitCalibrator(kind, elsewhere);
    rows.scores.forEach((score, row) => {
      if (rows.folds[row] === fold) result[row] = calibratedProbability(calibrator, score);
    });
  }
  return result;
}

/** The calibration with the least cross-fitted log-loss; Platt's on small samples. */
export function chooseCalibration(rows: ScoredRows): CalibratorKind {
  const positive = rows.labels.reduce((sum, label) => sum + label, 0);
  const rarer = Math.min(positive, rows.labels.length - positive);
  if (rows.labels.length < enoughRows || rarer < enoughOfEachClass) return 'platt';
  const kinds: readonly CalibratorKind[] = ['platt', 'identity', 'isotonic'];
  const losses = kinds.map((kind) => {
    const probabilities = kind === 'identity' ? undefined : crossFittedProbabilities(kind, rows);
    let loss = 0;
    rows.labels.forEach((label, row) => {
      const score = rows.scores[row]!;
      const log =
        probabilities === undefined
          ? log1pExp(score) - label * score
          : -Math.log(label === 1 ? probabilities[row]! : 1 - probabilities[row]!);
      loss += rows.weights[row]! * log;
    });
    return loss;
  });
  return kinds[losses.indexOf(Math.min(...losses))]!;
}
