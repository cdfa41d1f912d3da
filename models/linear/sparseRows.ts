import type { Steps } from '../numeric/steps.ts';

/** Rows that are paired before others have their turn. */
const rowsPerStep = 8192;

/** Columns of a design of which a row has at most one that differs from its background. */
export interface SparseColumns {
  /** Index of the parameter that the row's entry belongs to; within a row it grows from columns to columns. */
  readonly parameterOf: (row: number) => number;
  /** The row's entry less the background; 0 is not stored. */
  readonly entryOf: (row: number) => number;
}

/** A design matrix X = S + 1 b': S sparse with its entries row by row, b the backgrounds of all parameters. */
export interface SparseRows {
  /** Entries of row i are those from starts[i] up to starts[i + 1]. */
  readonly starts: Int32Array;
  readonly parameters: Int32Array;
  readonly entries: Float64Array;
  readonly backgrounds: Float64Array;
}

/** Gives way after each of the columns. */
export function* sparseRowsOf(
  rowCount: number,
  columns: readonly SparseColumns[],
  backgrounds: Float64Array,
): Steps<SparseRows> {
  const starts = new Int32Array(rowCount + 1);
  for (const { entryOf } of columns) {
    for (let row = 0; row < rowCount; row++) if (entryOf(row) !== 0) starts[row + 1]!++;
    yield;
  }
  for (let row = 0; row < rowCount; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice(0, rowCount);
  const parameters = new Int32Array(starts[rowCount]!);
  const entries = new Float64Array(starts[rowCount]!);
  for (const { parameterOf, entryOf } of columns) {
    for (let row = 0; row < rowCount; row++) {
      const entry = entryOf(row);
      if (entry === 0) continue;
      parameters[next[row]!] = parameterOf(row);
      entries[next[row]!++] = entry;
    }
    yield;
  }
  return { starts, parameters, entries, backgrounds };
}

/** The columns of X of the given parameters (ascending), which are then counted from 0. */
export function selectParameters(rows: SparseRows, subset: Int32Array): SparseRows {
  const { starts, parameters, entries, backgrounds } = rows;
  if (subset.length === backgrounds.length) return rows;
  const positions = new Int32Array(backgrounds.length).fill(-1);
  subset.forEach((parameter, position) => {
    positions[parameter] = position;
  });
  const kept = { parameters: new Int32Array(parameters.length), entries: new Float64Array(entries.length) };
  const keptStarts = new Int32Array(starts.length);
  let count = 0;
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const position = positions[parameters[at]!]!;
      if (position < 0) continue;
      kept.parameters[count] = position;
      kept.entries[count++] = entries[at]!;
    }
    keptStarts[row + 1] = count;
  }
  return {
    starts: keptStarts,
    parameters: kept.parameters.subarray(0, count),
    entries: kept.entries.subarray(0, count),
    backgrounds: Float64Array.from(subset, (parameter) => backgrounds[parameter]!),
  };
}

/**
 * Writes the lower triangle of X' C X for the diagonal matrix C of `curvatures` into the square `matrix`, row by
 * row: with g = S' C 1 it is S' C S + g b' + b g' + (1' C 1) b b', so that only the stored entries are paired. Gives way
 * between blocks of rows.
 */
export function* writeWeightedGram(
  rows: SparseRows,
  curvatures: Float64Array,
  matrix: Float64Array,
): Steps<void> {
  const { starts, parameters, entries, backgrounds } = rows;
  const size = backgrounds.length;
  const sums = new Float64Array(size);
  let total = 0;
  matrix.fill(0);
  for (let from = 0; from < curvatures.length; from += rowsPerStep) {
    addRows(from, Math.min(from + rowsPerStep, curvatures.length));
    yield;
  }
  for (let row = 0; row < size; row++) {
    const background = backgrounds[row]!;
    for (let column = 0; column <= row; column++)
      matrix[row * size + column]! +=
        sums[row]! * backgrounds[column]! +
        background * sums[column]! +
        total * background * backgrounds[column]!;
  }

  function addRows(from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const curvature = curvatures[row]!;
      const start = starts[row]!;
      const end = starts[row + 1]!;
      total += curvature;
      for (let first = start; first < end; first++) {
        const parameter = parameters[first]!;
        const scaled = curvature * entries[first]!;
        const at = parameter * size;
        sums[parameter]! += scaled;
        for (let second = start; second <= first; second++)
          matrix[at + parameters[second]!]! += scaled * entries[second]!;
      }
    }
  }
}
