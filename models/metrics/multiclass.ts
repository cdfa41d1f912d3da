import { Problem } from '../../base/problem.ts';
import { prepareAuc } from './auc.ts';
import { bootstrap, type IntervalOptions, type MetricWithInterval } from './interval.ts';
import type { PreparedMetric } from './metric.ts';
import { weightedMean } from './weightedMean.ts';

/** Class probabilities and what happened. */
export interface MulticlassPredictions {
  /** Class index per row. */
  readonly target: ArrayLike<number>;
  /** Row-major, rows x classes; each row sums to 1. */
  readonly probabilities: Float64Array;
  readonly classCount: number;
}

export interface MulticlassReport {
  /** Mean negative log-likelihood in nats; rows are brought to sum 1, probabilities kept 2.2e-16 away from 0. */
  readonly logLoss: MetricWithInterval;
  /** Share of rows whose class has the highest probability (the first of equals). */
  readonly accuracy: MetricWithInterval;
  /** Mean over classes of the AUC of one class against the rest; classes without a row are left out. */
  readonly macroAuc: MetricWithInterval;
}

/**
 * Metrics of several classes with 95 % intervals, resampled within classes.
 * @throws Problem invalid_input when lengths, class indices or probabilities do not fit, not_enough_data when fewer
 * than two classes occur
 */
export function evaluateMulticlass(
  predictions: MulticlassPredictions,
  options: Omit<IntervalOptions, 'stratify'> = {},
): MulticlassReport {
  checkMulticlass(predictions);
  const measures = [prepareLogLoss, prepareAccuracy, prepareMacroAuc].map((prepare) => prepare(predictions));
  const [logLoss, accuracy, macroAuc] = bootstrap(
    (weights) => measures.map((measure) => measure(weights)),
    predictions.target,
    options,
  );
  return { logLoss: logLoss!, accuracy: accuracy!, macroAuc: macroAuc! };
}

function prepareLogLoss({ target, probabilities, classCount }: MulticlassPredictions): PreparedMetric {
  const losses = Float64Array.from(target, (actual, row) => {
    let sum = 0;
    for (let index = 0; index < classCount; index++) sum += probabilities[row * classCount + index]!;
    return -Math.log(Math.max(probabilities[row * classCount + actual]! / sum, Number.EPSILON));
  });
  return (weights) => weightedMean(losses, weights);
}

function prepareAccuracy({ target, probabilities, classCount }: MulticlassPredictions): PreparedMetric {
  const hits = Float64Array.from(target, (actual, row) => {
    const ofRow = probabilities.subarray(row * classCount, (row + 1) * classCount);
    return ofRow.indexOf(Math.max(...ofRow)) === actual ? 1 : 0;
  });
  return (weights) => weightedMean(hits, weights);
}

function prepareMacroAuc({ target, probabilities, classCount }: MulticlassPredictions): PreparedMetric {
  const measures: PreparedMetric[] = [];
  for (let index = 0; index < classCount; index++) {
    const isClass = Float64Array.from(target, (actual) => (actual === index ? 1 : 0));
    if (!isClass.includes(1)) continue;
    measures.push(
      prepareAuc(
        isClass,
        isClass.map((_, row) => probabilities[row * classCount + index]!),
      ),
    );
  }
  return (weights) => measures.reduce((sum, measure) => sum + measure(weights), 0) / measures.length;
}

function checkMulticlass({ target, probabilities, classCount }: MulticlassPredictions): void {
  if (probabilities.length !== target.length * classCount)
    throw new Problem(
      'invalid_input',
      `${target.length} rows of ${classCount} classes need ${target.length * classCount} probabilities, not ${probabilities.length}.`,
    );
  const seen = new Set(Array.from(target));
  for (const actual of seen)
    if (!(Number.isInteger(actual) && actual >= 0 && actual < classCount))
      throw new Problem('invalid_input', 'A target is no class index.', {
        findings: [
          { path: 'target', message: 'unusable', received: actual, allowed: `0 to ${classCount - 1}` },
        ],
      });
  if (seen.size < 2)
    throw new Problem('not_enough_data', 'Rows of at least two classes are needed.', {
      remedy: 'Evaluate on rows of several classes.',
    });
  const bad = probabilities.find((value) => !(value >= 0 && value <= 1));
  if (bad !== undefined)
    throw new Problem('invalid_input', 'A probability is outside [0, 1].', {
      findings: [{ path: 'probabilities', message: 'unusable', received: bad, allowed: '0 to 1' }],
    });
  for (let start = 0; start < probabilities.length; start += classCount)
    if (!probabilities.subarray(start, start + classCount).some((value) => value > 0))
      throw new Problem('invalid_input', 'The probabilities of a row are all 0.', {
        findings: [{ path: `probabilities/${start / classCount}`, message: 'all 0', allowed: 'a sum of 1' }],
      });
}
