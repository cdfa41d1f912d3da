import type { SelectionReport } from '../../models/selection/selection.ts';
import { pick, selectTableRows } from '../../models/selectRows.ts';
import type { Table } from '../../models/table.ts';
import { type Coverage, measureCoverage } from './coverage.ts';
import { foldMetrics, type MetricReport, metricsOfPart, type TestedPart } from './foldMetrics.ts';
import type { LabelReading } from './labelReading.ts';
import type { Learned, Learner, TrainingPart } from './learner.ts';
import { baselines, learnerFor } from './learners.ts';
import { outerFolds } from './outerFolds.ts';

export interface EvaluationRequest {
  readonly table: Table;
  readonly label: LabelReading;
  readonly groups?: Int32Array | undefined;
  readonly times?: Float64Array | undefined;
  /** 'auto' or the name of an estimator. */
  readonly estimator: string;
  readonly folds?: number | undefined;
  readonly seed: number;
  readonly threads: number;
  /** Promised share of conformal intervals or sets; absent: none are measured. */
  readonly coverage?: number | undefined;
  /** Seconds for all folds together. */
  readonly budgetSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((share: number, doing: string) => void) | undefined;
}

/** One tested part and the model that was tested on it. */
export interface EvaluatedFold extends TestedPart {
  readonly rows: Int32Array;
  readonly trainedOn: number;
  readonly model: Learned;
  readonly metrics: Readonly<Record<string, number>>;
  readonly selection?: SelectionReport;
}

export interface Evaluation {
  readonly estimator: string;
  /** How the rows were divided, in words. */
  readonly protocol: string;
  readonly folds: readonly EvaluatedFold[];
  readonly metrics: MetricReport;
  readonly baselines: readonly { readonly name: string; readonly metrics: MetricReport }[];
  readonly coverage?: Coverage;
  /** The folds only look forward. */
  readonly forward: boolean;
  /** Spent on learning, choices and calibration included, over all folds. */
  readonly fitSeconds: number;
}

/**
 * Tests a learner on rows it has not seen in any way: within each training part it chooses, combines and calibrates
 * anew (nested cross-validation: Varma & Simon 2006, Bias in error estimation when using cross-validation for model
 * selection).
 */
export async function evaluate(request: EvaluationRequest): Promise<Evaluation> {
  const { table, label, seed, groups, times } = request;
  const { task, classes, target } = label;
  const learner = learnerFor(task, request.estimator, classes);
  const { folds, description } = outerFolds({ task, target, folds: request.folds, seed, groups, times });
  const rivals = baselines(task, classes);
  const evaluated: EvaluatedFold[] = [];
  const rivalParts: TestedPart[][] = rivals.map(() => []);
  let fitSeconds = 0;
  for (const [fold, { train, test }] of folds.entries()) {
    const part = partOf(request, train);
    const tested = selectTableRows(table, test);
    const report = (share: number) =>
      request.onProgress?.((fold + share) / folds.length, `fold ${fold + 1} of ${folds.length}`);
    report(0);
    const budget = request.budgetSeconds === undefined ? undefined : request.budgetSeconds / folds.length;
    const started = performance.now();
    const model = await learn(learner, part, request, report, budget);
    fitSeconds += (performance.now() - started) / 1000;
    const outcome = { target: pick(target, test), prediction: model.predict(tested) };
    evaluated.push({
      ...outcome,
      rows: test,
      trainedOn: train.length,
      model,
      metrics: metricsOfPart(task, outcome, classes.length),
      ...(model.selection === undefined ? {} : { selection: model.selection }),
    });
    for (const [index, rival] of rivals.entries()) {
      const { predict } = await learn(rival, part, request, () => {}, undefined);
      rivalParts[index]!.push({ target: outcome.target, prediction: predict(tested) });
    }
  }
  request.onProgress?.(1, 'intervals');
  return {
    estimator: learner.name,
    protocol: description,
    folds: evaluated,
    metrics: foldMetrics(task, evaluated, classes.length, seed),
    baselines: rivals.map(({ name }, index) => ({
      name,
      metrics: foldMetrics(task, rivalParts[index]!, classes.length, seed),
    })),
    ...(request.coverage === undefined
      ? {}
      : {
          coverage: measureCoverage({
            folds: evaluated,
            label,
            groups,
            times,
            promised: request.coverage,
            seed,
          }),
        }),
    forward: times !== undefined,
    fitSeconds,
  };
}

function partOf({ table, label, groups, times }: EvaluationRequest, rows: Int32Array): TrainingPart {
  return {
    ...selectTableRows(table, rows),
    target: pick(label.target, rows),
    ...(groups === undefined ? {} : { groups: Int32Array.from(rows, (row) => groups[row]!) }),
    ...(times === undefined ? {} : { times: pick(times, rows) }),
  };
}

function learn(
  learner: Learner,
  part: TrainingPart,
  { seed, threads, signal }: EvaluationRequest,
  onProgress: (share: number) => void,
  budgetSeconds: number | undefined,
): Promise<Learned> {
  return learner.learn(part, {
    seed,
    threads,
    onProgress,
    ...(signal === undefined ? {} : { signal }),
    ...(budgetSeconds === undefined ? {} : { budgetSeconds }),
  });
}
