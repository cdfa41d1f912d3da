import { Problem } from '../../base/problem.ts';
import { fitGroupQuantiles, type GroupQuantiles, quantileFor } from './groupQuantiles.ts';

/**
 * - lac: classes whose own probability is high enough: the smallest sets on average, empty where nothing conforms
 *   (Sadinle, Lei & Wasserman 2019, Least ambiguous set-valued classifiers, JASA 114, 223-234);
 * - aps: classes from the most probable down until enough probability is gathered: larger sets where the model is
 *   unsure (Romano, Sesia & Candes 2020, Classification with valid and adaptive coverage, NeurIPS; not randomised).
 */
export type SetMethod = 'lac' | 'aps';

/** Calibrated sets of classes. Plain data. */
export interface ConformalSets {
  readonly kind: 'conformal-sets';
  readonly method: SetMethod;
  readonly quantiles: GroupQuantiles;
  /** The promise holds for the rows of each true class; groups are then class indices. */
  readonly classWise: boolean;
}

export interface ConformalSetsRequest {
  readonly method: SetMethod;
  /** Row-major, rows x classes, from models that did not see the rows. */
  readonly probabilities: Float64Array;
  /** Class index per row. */
  readonly target: ArrayLike<number>;
  readonly classCount: number;
  /** Share of rows whose set may miss the true class, in (0, 1). */
  readonly error: number;
  /** Promise coverage within each of these groups of rows, or for each true class. */
  readonly groups?: readonly string[] | 'classes';
}

/**
 * Split conformal prediction sets: the set of a further row holds its true class with probability at least 1 - error.
 * @throws Problem invalid_input when lengths do not fit
 */
export function fitConformalSets(request: ConformalSetsRequest): ConformalSets {
  const { method, probabilities, target, classCount, error, groups } = request;
  if (probabilities.length !== target.length * classCount)
    throw new Problem(
      'invalid_input',
      `${target.length} rows of ${classCount} classes need ${target.length * classCount} probabilities, not ${probabilities.length}.`,
    );
  const scores = Float64Array.from(target, (actual, row) =>
    nonconformity(method, probabilities.subarray(row * classCount, (row + 1) * classCount), actual),
  );
  const classWise = groups === 'classes';
  const names = classWise ? Array.from(target, String) : groups;
  return { kind: 'conformal-sets', method, quantiles: fitGroupQuantiles(scores, error, names), classWise };
}

/**
 * The classes (indices, ascending) that may be the true one.
 * @param probabilities of one row
 * @param group of the row, when calibrated by groups of rows
 */
export function conformalSet(
  { method, quantiles, classWise }: ConformalSets,
  probabilities: Float64Array,
  group?: string,
): number[] {
  const limitOf = (index: number) => {
    if (!classWise) return quantileFor(quantiles, group);
    // Nothing can be said against a class that calibration never saw.
    return quantiles.groups.find(({ name }) => name === String(index))?.quantile ?? Number.POSITIVE_INFINITY;
  };
  return Array.from(probabilities.keys()).filter(
    (index) => nonconformity(method, probabilities, index) <= limitOf(index),
  );
}

function nonconformity(method: SetMethod, probabilities: Float64Array, index: number): number {
  const own = probabilities[index]!;
  if (method === 'lac') return 1 - own;
  // Classes of equal probability stand in the order of their indices.
  return probabilities.reduce(
    (sum, other, at) => (other > own || (other === own && at <= index) ? sum + other : sum),
    0,
  );
}
