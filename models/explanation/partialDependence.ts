import { Problem } from '../../base/problem.ts';
import { seededRandom } from '../../base/random.ts';
import type { Model } from '../estimator.ts';
import { pauser } from '../pause.ts';
import { pick, selectTableRows } from '../selectRows.ts';
import type { Column, Table } from '../table.ts';
import { featureGrid } from './featureGrid.ts';

/** What the model predicts on average when one feature is set to each of several values. */
export interface PartialDependence {
  readonly feature: string;
  readonly points: readonly PartialDependencePoint[];
  /** Share of the rows (by weight) in which the feature is missing. */
  readonly missingShare: number;
  /** Individual conditional expectations: per drawn row its prediction at each point. */
  readonly individuals: readonly { readonly row: number; readonly predictions: Float64Array }[];
}

export interface PartialDependencePoint {
  readonly value: number | string;
  /** Weighted mean of the predictions, on the scale of `predict`. */
  readonly mean: number;
  /** Share of the rows with this category; for a number, of the rows nearest to this point. */
  readonly share: number;
}

export interface PartialDependenceRequest {
  /** Anything that predicts a table: a Model, or { predict } around another predictor. */
  readonly model: Pick<Model, 'predict'>;
  readonly table: Table;
  readonly weights?: Float64Array;
  readonly feature: string;
  /** At most this many values: quantiles of a number, the most frequent categories. Default 20. */
  readonly points?: number;
  /** Predictions are averaged over at most this many rows, drawn at random. Default 1000. */
  readonly rows?: number;
  /** Rows whose own curves are returned, default 30. */
  readonly individuals?: number;
  /** Default 7. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Called with the share of work done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Partial dependence (Friedman 2001, Annals of Statistics 29, 1189-1232, eq. 53) with individual curves (Goldstein,
 * Kapelner, Bleich & Pitkin 2015). It describes the model, not the world; where features hang together, some of the
 * averaged rows exist nowhere.
 * @throws Problem invalid_input for an unknown feature, not_enough_data when it is always missing; whatever the
 * signal was aborted with
 */
export async function partialDependence(request: PartialDependenceRequest): Promise<PartialDependence> {
  const { model, table, feature, points = 20, seed = 7 } = request;
  const column = table.columns.find(({ name }) => name === feature);
  if (column === undefined)
    throw new Problem('invalid_input', `There is no column ${feature}.`, {
      findings: [{ path: 'feature', message: 'unknown column', received: feature }],
    });
  const weights = request.weights ?? new Float64Array(table.rowCount).fill(1);
  const { grid, missingShare } = featureGrid(column, weights, points);
  if (grid.length === 0)
    throw new Problem('not_enough_data', `${feature} is always missing.`, { remedy: 'Leave it out.' });
  const random = seededRandom(seed);
  const drawn = random
    .shuffle(Int32Array.from({ length: table.rowCount }, (_, row) => row))
    .subarray(0, request.rows ?? 1000);
  const sample = selectTableRows(table, drawn);
  const sampleWeights = pick(weights, drawn);
  const total = sampleWeights.reduce((sum, weight) => sum + weight, 0);
  const individuals = Array.from(drawn.subarray(0, request.individuals ?? 30), (row) => ({
    row,
    predictions: new Float64Array(grid.length),
  }));
  const pause = pauser(request.signal);
  const means: number[] = [];
  for (const [index, { value }] of grid.entries()) {
    const columns = sample.columns.map((each) => (each.name === feature ? constant(each, value) : each));
    const predictions = model.predict({ ...sample, columns });
    means.push(predictions.reduce((sum, each, row) => sum + each * sampleWeights[row]!, 0) / total);
    individuals.forEach((individual, row) => {
      individual.predictions[index] = predictions[row]!;
    });
    request.onProgress?.((index + 1) / grid.length);
    await pause();
  }
  return {
    feature,
    points: grid.map(({ value, share }, index) => ({ value, share, mean: means[index]! })),
    missingShare,
    individuals,
  };
}

/** A column that has one value in every row. */
function constant(column: Column, value: number | string): Column {
  if (column.kind === 'numeric') return { ...column, values: column.values.map(() => Number(value)) };
  const code = column.vocabulary.indexOf(String(value));
  return { ...column, codes: column.codes.map(() => code) };
}
