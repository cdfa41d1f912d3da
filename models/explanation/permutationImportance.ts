import { Problem } from '../../base/problem.ts';
import { type Random, seededRandom } from '../../base/random.ts';
import type { Model } from '../estimator.ts';
import { bootstrap, type MetricWithInterval } from '../metrics/interval.ts';
import type { Metric, PreparedMetric } from '../metrics/metric.ts';
import { pauser } from '../pause.ts';
import { selectRows, selectTableRows } from '../selectRows.ts';
import type { Dataset, Table } from '../table.ts';

/** How much worse predictions get when the link between some columns and the target is cut. */
export interface Importance {
  /** Columns that were permuted together. */
  readonly features: readonly string[];
  /**
   * Mean loss in the metric over the permutations, positive when the columns help, whichever way the metric runs.
   * The 95 % interval resamples the rows; an importance is beyond chance where `low` is above 0.
   */
  readonly importance: MetricWithInterval;
  /** Standard deviation over the permutations alone (0 with one). */
  readonly spread: number;
}

export interface PermutationImportanceRequest {
  /** Anything that predicts a table: a Model, or { predict } around another predictor. */
  readonly model: Pick<Model, 'predict'>;
  /** Rows the model was not trained on: on training rows, columns it merely memorised look important. */
  readonly dataset: Dataset;
  readonly metric: Metric;
  /**
   * Columns to permute together; default: each column alone. Columns that say the same belong together, because a
   * model that reads either of them loses little when only one is permuted.
   */
  readonly groups?: readonly (readonly string[])[];
  /** Permutations per group, default 5. */
  readonly repeats?: number;
  /** Measured on at most this many rows, drawn at random. Default 10,000. */
  readonly rows?: number;
  /** Bootstrap resamples for the intervals, default 200. */
  readonly resamples?: number;
  /** Default 7. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Called with the share of work done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Permutation importance (Breiman 2001; model-agnostic as in Fisher, Rudin & Dominici 2019, JMLR 20:177): the rows of
 * some columns are shuffled among themselves, which keeps their distribution and breaks everything else. Per group in
 * the given order; determined by the seed.
 * @throws Problem invalid_input for an unknown column or fewer than one repeat; as the metric does; whatever the
 * signal was aborted with
 */
export async function permutationImportance(request: PermutationImportanceRequest): Promise<Importance[]> {
  const { model, metric, repeats = 5, resamples = 200, seed = 7 } = request;
  const groups = request.groups ?? request.dataset.columns.map(({ name }) => [name]);
  checkRequest(request.dataset, groups, repeats);
  const pause = pauser(request.signal);
  const random = seededRandom(seed);
  const dataset = sampleRows(request.dataset, request.rows ?? 10_000, random);
  const lossOf = (before: number, after: number) =>
    metric.better === 'higher' ? before - after : after - before;
  const intact = metric.prepare(dataset.target, model.predict(dataset));
  const strata = dataset.target.every((value) => value === 0 || value === 1)
    ? dataset.target
    : new Float64Array(dataset.rowCount);
  const weights = dataset.weights ?? new Float64Array(dataset.rowCount).fill(1);
  const order = Int32Array.from({ length: dataset.rowCount }, (_, row) => row);
  const result: Importance[] = [];
  for (const [index, features] of groups.entries()) {
    const permuted: PreparedMetric[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      random.shuffle(order);
      permuted.push(metric.prepare(dataset.target, model.predict(shuffled(dataset, features, order))));
      await pause();
      request.onProgress?.((index + (repeat + 1) / (repeats + 1)) / groups.length);
    }
    const [importance] = bootstrap(
      (drawn) => {
        // Loss by loss, so that a column without any effect loses exactly nothing.
        const before = intact(drawn);
        return [permuted.reduce((sum, measure) => sum + lossOf(before, measure(drawn)), 0) / repeats];
      },
      strata,
      { weights, resamples, seed },
    );
    await pause();
    const before = intact(weights);
    const losses = permuted.map((measure) => lossOf(before, measure(weights)));
    const squares = losses.reduce((sum, loss) => sum + (loss - importance!.value) ** 2, 0);
    result.push({
      features,
      importance: importance!,
      spread: repeats > 1 ? Math.sqrt(squares / (repeats - 1)) : 0,
    });
    request.onProgress?.((index + 1) / groups.length);
  }
  return result;
}

function sampleRows(dataset: Dataset, rows: number, random: Random): Dataset {
  if (dataset.rowCount <= rows) return dataset;
  const all = Int32Array.from({ length: dataset.rowCount }, (_, row) => row);
  return selectRows(dataset, random.shuffle(all).slice(0, rows).sort());
}

function shuffled(table: Table, features: readonly string[], order: Int32Array): Table {
  const { rowCount, columns } = table;
  const chosen = columns.filter(({ name }) => features.includes(name));
  const moved = selectTableRows({ rowCount, columns: chosen }, order).columns;
  return {
    rowCount,
    columns: columns.map((column) => moved.find(({ name }) => name === column.name) ?? column),
  };
}

function checkRequest(dataset: Dataset, groups: readonly (readonly string[])[], repeats: number): void {
  if (!(Number.isInteger(repeats) && repeats >= 1))
    throw new Problem('invalid_input', `There must be at least one permutation, not ${repeats}.`);
  const known = new Set(dataset.columns.map(({ name }) => name));
  for (const name of groups.flat())
    if (!known.has(name))
      throw new Problem('invalid_input', `There is no column ${name}.`, {
        findings: [{ path: 'groups', message: 'unknown column', received: name }],
      });
}
