import { Problem } from '../../base/problem.ts';
import { log1pExp, sigmoid } from '../numeric/sigmoid.ts';
import { type BetaCalibrator, betaProbability, fitBeta } from './beta.ts';
import { fitIsotonic, type IsotonicCalibrator, isotonicProbability } from './isotonic.ts';
import { fitPlatt, type PlattCalibrator } from './platt.ts';
import { fitTemperature, type TemperatureCalibrator } from './temperature.ts';

/** Maps a score in log-odds (see logOdds.ts) to a probability. Plain data. */
export type Calibrator =
  | { readonly kind: 'identity' }
  | TemperatureCalibrator
  | PlattCalibrator
  | BetaCalibrator
  | IsotonicCalibrator;
export type CalibratorKind = Calibrator['kind'];

/** What a calibrator of each kind holds: numbers, or arrays of them. */
const contents: Readonly<Record<CalibratorKind, { numbers: readonly string[]; arrays: readonly string[] }>> =
  {
    identity: { numbers: [], arrays: [] },
    temperature: { numbers: ['sharpness'], arrays: [] },
    platt: { numbers: ['slope', 'intercept'], arrays: [] },
    beta: { numbers: ['a', 'b', 'c'], arrays: [] },
    isotonic: { numbers: [], arrays: ['scores', 'probabilities'] },
  };

/**
 * The calibrator that an artifact holds.
 * @throws Problem artifact_invalid for a kind that is not known here, or when its parameters are not there
 */
export function readCalibrator(data: { readonly kind?: unknown } | null | undefined): Calibrator {
  const kinds = Object.keys(contents).join(', ');
  const kind = typeof data?.kind === 'string' && Object.hasOwn(contents, data.kind) ? data.kind : undefined;
  if (kind === undefined)
    throw new Problem('artifact_invalid', 'No calibrator of this kind is known here.', {
      findings: [
        { path: 'calibrator.kind', message: 'is unknown', received: data?.kind ?? null, allowed: kinds },
      ],
      remedy: 'Update linkloop, or train the model again.',
    });
  const { numbers, arrays } = contents[kind as CalibratorKind];
  const given = data as Readonly<Record<string, unknown>>;
  const missing = [
    ...numbers.filter((name) => !Number.isFinite(given[name])),
    ...arrays.filter((name) => !(given[name] instanceof Float64Array)),
  ];
  if (missing.length > 0)
    throw new Problem('artifact_invalid', `The ${kind} calibrator is not complete.`, {
      findings: missing.map((name) => ({ path: `calibrator.${name}`, message: 'is missing' })),
      remedy: 'Train the model again.',
    });
  return data as Calibrator;
}

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
  switch (calibrator.kind) {
    case 'identity':
      return sigmoid(score);
    case 'temperature':
      return sigmoid(calibrator.sharpness * score);
    case 'platt':
      return sigmoid(calibrator.slope * score + calibrator.intercept);
    case 'beta':
      return betaProbability(calibrator, score);
    case 'isotonic':
      return isotonicProbability(calibrator, score);
  }
}

export function fitCalibrator(kind: CalibratorKind, rows: Omit<ScoredRows, 'folds'>): Calibrator {
  const { scores, labels, weights } = rows;
  switch (kind) {
    case 'identity':
      return { kind };
    case 'temperature':
      return fitTemperature(twoClasses(scores), labels, weights, 2);
    case 'platt':
      return fitPlatt(scores, labels, weights);
    case 'beta':
      return fitBeta(scores, labels, weights);
    case 'isotonic':
      return fitIsotonic(scores, labels, weights);
  }
}

/** Log-odds as logits of class 0 (always 0) and class 1. */
function twoClasses(scores: Float64Array): Float64Array {
  const logits = new Float64Array(2 * scores.length);
  scores.forEach((score, row) => {
    logits[2 * row + 1] = score;
  });
  return logits;
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

/** What `chooseCalibration` compares; of equals the first. */
const candidates: readonly CalibratorKind[] = ['platt', 'identity', 'temperature', 'beta', 'isotonic'];

/**
 * The calibration with the least cross-fitted log-loss (each row's calibrator was fitted on the other folds); Platt's
 * below 1,000 rows or 100 of the rarer class.
 */
export function chooseCalibration(rows: ScoredRows): CalibratorKind {
  const positive = rows.labels.reduce((sum, label) => sum + label, 0);
  const rarer = Math.min(positive, rows.labels.length - positive);
  if (rows.labels.length < enoughRows || rarer < enoughOfEachClass) return 'platt';
  const losses = candidates.map((kind) => {
    const probabilities = kind === 'identity' ? undefined : crossFittedProbabilities(kind, rows);
    let loss = 0;
    rows.labels.forEach((label, row) => {
      // A certainty that was wrong costs infinitely much, but not where the row does not count.
      if (rows.weights[row] === 0) return;
      const score = rows.scores[row]!;
      const log =
        probabilities === undefined
          ? log1pExp(score) - label * score
          : -Math.log(label === 1 ? probabilities[row]! : 1 - probabilities[row]!);
      loss += rows.weights[row]! * log;
    });
    return loss;
  });
  return candidates[losses.indexOf(Math.min(...losses))]!;
}
