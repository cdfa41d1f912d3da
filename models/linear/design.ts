import { type FeatureSpec, unseenCategory } from '../featureSchema.ts';
import type { Steps } from '../numeric/steps.ts';
import { clip, contributionOf, type LinearFeature } from './linearFeature.ts';
import {
  type SparseColumns,
  type SparseRows,
  selectParameters,
  sparseRowsOf,
  writeWeightedGram,
} from './sparseRows.ts';

/** Beyond this the square of a number is no longer safe to sum; larger values are clipped. */
const largestMagnitude = 1e150;

/**
 * The columns of a linear model as they are trained: parameters[0] is the intercept, then per feature its
 * coefficient(s) and, when any training value is missing, the coefficient of being missing.
 */
export interface Design {
  readonly parameterCount: number;
  /** Adds every row's raw score under `parameters` to `scores` (which starts as given). */
  score(parameters: Float64Array, scores: Float64Array): void;
  /** Writes sum over rows of residual x design row into `gradient`. */
  gradient(residuals: Float64Array, gradient: Float64Array): void;
  /**
   * Writes the lower triangle of sum over rows of curvature x row x row' into the square `matrix`, row by row; with
   * `subset` (ascending) that of its parameters alone. Gives way on the way.
   */
  hessian(curvatures: Float64Array, matrix: Float64Array, subset?: Int32Array): Steps<void>;
  /** The trained features; `parameters` as found by the optimiser. */
  features(parameters: Float64Array): LinearFeature[];
}

interface DesignColumn {
  readonly spec: FeatureSpec;
  /** Index of the first parameter of this feature. */
  readonly offset: number;
  /** Index of the parameter of being missing; -1 when nothing is missing. */
  readonly missing: number;
  /** Standardised number (0 when missing), or the category's code (-1 when missing or unseen). */
  readonly values: Float64Array;
  readonly isMissing: Uint8Array;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly scale: number;
}

/** `encoded` as read by a feature reader; rows with weight 0 shape nothing. Gives way after each feature. */
export function* designSteps(
  specs: readonly FeatureSpec[],
  encoded: readonly Float64Array[],
  weights: Float64Array,
): Steps<Design> {
  let offset = 1;
  const columns: DesignColumn[] = [];
  for (const [index, spec] of specs.entries()) {
    const column = designColumn(spec, encoded[index]!, weights, offset);
    offset += (spec.kind === 'numeric' ? 1 : spec.vocabulary.length) + (column.missing < 0 ? 0 : 1);
    columns.push(column);
    yield;
  }
  const parameterCount = offset;
  let rows: SparseRows | undefined;

  return {
    parameterCount,
    score(parameters, scores) {
      const intercept = parameters[0]!;
      for (let row = 0; row < scores.length; row++) scores[row]! += intercept;
      for (const column of columns) addScores(column, parameters, scores);
    },
    gradient(residuals, gradient) {
      gradient.fill(0);
      let total = 0;
      for (let row = 0; row < residuals.length; row++) total += residuals[row]!;
      gradient[0] = total;
      for (const column of columns) addGradient(column, residuals, gradient);
    },
    *hessian(curvatures, matrix, subset) {
      rows ??= yield* sparse(columns, curvatures.length, parameterCount);
      yield* writeWeightedGram(
        subset === undefined ? rows : selectParameters(rows, subset),
        curvatures,
        matrix,
      );
    },
    features: (parameters) =>
      columns.map((column, index) => trainedFeature(column, parameters, encoded[index]!, weights)),
  };
}

function designColumn(
  spec: FeatureSpec,
  encoded: Float64Array,
  weights: Float64Array,
  offset: number,
): DesignColumn {
  const isMissing = new Uint8Array(encoded.length);
  let anyMissing = false;
  for (let row = 0; row < encoded.length; row++) {
    if (!Number.isNaN(encoded[row]!)) continue;
    isMissing[row] = 1;
    anyMissing ||= weights[row]! > 0;
  }
  const missing = anyMissing ? offset + (spec.kind === 'numeric' ? 1 : spec.vocabulary.length) : -1;
  if (spec.kind === 'categorical') {
    const values = encoded.map((code) => (Number.isNaN(code) ? unseenCategory : code));
    return { spec, offset, missing, values, isMissing, minimum: 0, maximum: 0, mean: 0, scale: 1 };
  }
  const moments = momentsOf(encoded, weights);
  const values = encoded.map((value) =>
    Number.isNaN(value) ? 0 : (clip(value, moments.minimum, moments.maximum) - moments.mean) / moments.scale,
  );
  return { spec, offset, missing, values, isMissing, ...moments };
}

/**
 * How far beyond the training range, in standard deviations, a line is trusted: far enough for what drifts (interest
 * rates, prices), not so far that one wild value decides alone.
 */
const trustedReach = 3;

/**
 * Weighted mean and population standard deviation (1 for a constant column) of the numbers within the finite range;
 * and that range, widened by the trusted reach.
 */
function momentsOf(values: Float64Array, weights: Float64Array) {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  values.forEach((value, row) => {
    if (!Number.isFinite(value) || weights[row] === 0) return;
    const kept = clip(value, -largestMagnitude, largestMagnitude);
    minimum = Math.min(minimum, kept);
    maximum = Math.max(maximum, kept);
  });
  if (minimum > maximum) return { minimum: 0, maximum: 0, mean: 0, scale: 1 };
  let total = 0;
  let sum = 0;
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    total += weights[row]!;
    sum += weights[row]! * clip(value, minimum, maximum);
  });
  const mean = clip(sum / total, minimum, maximum);
  let squares = 0;
  values.forEach((value, row) => {
    if (!Number.isNaN(value)) squares += weights[row]! * (clip(value, minimum, maximum) - mean) ** 2;
  });
  const deviation = Math.sqrt(squares / total);
  const varies = deviation > 1e-12 * Math.max(Math.abs(minimum), Math.abs(maximum));
  const scale = varies ? deviation : Math.max(1, maximum - minimum);
  const reach = varies ? trustedReach * deviation : 0;
  return { minimum: minimum - reach, maximum: maximum + reach, mean, scale };
}

function addScores(column: DesignColumn, parameters: Float64Array, scores: Float64Array): void {
  const { values, isMissing, offset, missing } = column;
  if (column.spec.kind === 'numeric') {
    const coefficient = parameters[offset]!;
    for (let row = 0; row < scores.length; row++) scores[row]! += coefficient * values[row]!;
  } else {
    for (let row = 0; row < scores.length; row++) {
      const code = values[row]!;
      if (code >= 0) scores[row]! += parameters[offset + code]!;
    }
  }
  if (missing < 0) return;
  const effect = parameters[missing]!;
  for (let row = 0; row < scores.length; row++) if (isMissing[row] === 1) scores[row]! += effect;
}

function addGradient(column: DesignColumn, residuals: Float64Array, gradient: Float64Array): void {
  const { values, isMissing, offset, missing } = column;
  if (column.spec.kind === 'numeric') {
    let sum = 0;
    for (let row = 0; row < residuals.length; row++) sum += residuals[row]! * values[row]!;
    gradient[offset] = sum;
  } else {
    for (let row = 0; row < residuals.length; row++) {
      const code = values[row]!;
      if (code >= 0) gradient[offset + code]! += residuals[row]!;
    }
  }
  if (missing < 0) return;
  let sum = 0;
  for (let row = 0; row < residuals.length; row++) if (isMissing[row] === 1) sum += residuals[row]!;
  gradient[missing] = sum;
}

/** The design matrix row by row; of a number that mostly has one value only the rows with another are stored. */
function sparse(
  columns: readonly DesignColumn[],
  rowCount: number,
  parameterCount: number,
): Steps<SparseRows> {
  const backgrounds = new Float64Array(parameterCount);
  backgrounds[0] = 1;
  const sparseColumns = columns.flatMap(({ spec, values, isMissing, offset, missing }): SparseColumns[] => {
    const parameterOf = spec.kind === 'numeric' ? () => offset : (row: number) => offset + values[row]!;
    let entryOf = (row: number): number => (values[row]! >= 0 ? 1 : 0);
    if (spec.kind === 'numeric') {
      const usual = majority(values) ?? 0;
      backgrounds[offset] = usual;
      entryOf = (row) => values[row]! - usual;
    }
    const present = { parameterOf, entryOf };
    return missing < 0
      ? [present]
      : [present, { parameterOf: () => missing, entryOf: (row) => isMissing[row]! }];
  });
  return sparseRowsOf(rowCount, sparseColumns, backgrounds);
}

/** The value of more than half of the entries, if there is one (Boyer & Moore 1981). */
function majority(values: Float64Array): number | undefined {
  let candidate = Number.NaN;
  let lead = 0;
  for (const value of values) {
    if (lead === 0) candidate = value;
    lead += value === candidate ? 1 : -1;
  }
  let count = 0;
  for (const value of values) if (value === candidate) count++;
  return 2 * count > values.length ? candidate : undefined;
}

function trainedFeature(
  column: DesignColumn,
  parameters: Float64Array,
  encoded: Float64Array,
  weights: Float64Array,
): LinearFeature {
  const { spec, offset, missing, minimum, maximum, mean, scale } = column;
  const missingCoefficient = missing < 0 ? 0 : parameters[missing]!;
  const feature: LinearFeature =
    spec.kind === 'numeric'
      ? {
          kind: 'numeric',
          name: spec.name,
          minimum,
          maximum,
          mean,
          scale,
          coefficient: parameters[offset]!,
          missingCoefficient,
          average: 0,
        }
      : {
          kind: 'categorical',
          name: spec.name,
          vocabulary: spec.vocabulary,
          coefficients: parameters.slice(offset, offset + spec.vocabulary.length),
          missingCoefficient,
          average: 0,
        };
  let total = 0;
  let sum = 0;
  encoded.forEach((value, row) => {
    total += weights[row]!;
    sum += weights[row]! * contributionOf(feature, value);
  });
  return { ...feature, average: sum / total };
}
