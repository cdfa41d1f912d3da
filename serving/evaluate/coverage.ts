import { conformalSet, fitConformalSets } from '../../models/conformal/classificationSets.ts';
import { conformalInterval, fitConformalIntervals } from '../../models/conformal/regressionIntervals.ts';
import type { MetricWithInterval } from '../../models/metrics/interval.ts';
import { wilsonInterval } from '../../models/metrics/wilson.ts';
import { pick } from '../../models/selectRows.ts';
import { calibrationHalves } from './calibrationHalves.ts';
import type { EvaluatedFold } from './evaluation.ts';
import type { TestedPart } from './foldMetrics.ts';
import type { LabelReading } from './labelReading.ts';

/** What conformal prediction promised, and what it kept on rows that neither model nor calibration had seen. */
interface Kept {
  /** Promised share of rows whose true value is inside, in (0, 1); of classes, within each true class. */
  readonly promised: number;
  /** Rows that the promise was tested on. */
  readonly rows: number;
  /** Measured share with Wilson's 95 % interval (rows counted as independent). */
  readonly coverage: MetricWithInterval;
}

/** Intervals around predicted numbers. */
export interface IntervalCoverage extends Kept {
  readonly kind: 'intervals';
  /** Half the mean width, in the label's unit: prediction +- reach. Infinite: too few rows to promise anything. */
  readonly reach: number;
  /** What half the width would be without a model: of the interval around the median of the calibrating rows. */
  readonly reachWithout: number;
}

/** Sets of classes that may be the true one. */
export interface SetCoverage extends Kept {
  readonly kind: 'sets';
  readonly meanSize: number;
  /** Share of rows whose set is empty, has one class, or has several. */
  readonly empty: number;
  readonly single: number;
  readonly several: number;
  /** Of the rows whose set is one class: how often it was right; NaN when there are none. */
  readonly singleRight: number;
  readonly classes: readonly {
    readonly name: string;
    readonly rows: number;
    readonly coverage: MetricWithInterval;
    /** The class is in the set from this probability on, mean over calibrations; 0: it is in every set. */
    readonly threshold: number;
  }[];
}

export type Coverage = IntervalCoverage | SetCoverage;

export interface CoverageRequest {
  readonly folds: readonly EvaluatedFold[];
  readonly label: LabelReading;
  readonly groups: Int32Array | undefined;
  readonly times: Float64Array | undefined;
  /** Promised share, in (0, 1). */
  readonly promised: number;
  readonly seed: number;
}

/**
 * Split conformal prediction on the tested parts: half of each part calibrates the model that was learned without it,
 * the other half tests the promise. Numbers: absolute residuals; classes: least ambiguous sets, calibrated class by
 * class so that a rare class is covered as often as a frequent one.
 * @throws Problem not_enough_data for parts that cannot be divided
 */
export function measureCoverage(request: CoverageRequest): Coverage {
  const { label, promised } = request;
  const divided = request.folds.flatMap(({ rows, target, prediction }) =>
    calibrationHalves({ ...request, rows }).map(({ calibrating, tested }) => ({
      calibrating: partOf({ target, prediction }, calibrating),
      tested: partOf({ target, prediction }, tested),
    })),
  );
  return label.task === 'regression' ? intervalsOf(divided, promised) : setsOf(divided, label, promised);
}

interface Divided {
  readonly calibrating: TestedPart;
  readonly tested: TestedPart;
}

function intervalsOf(divided: readonly Divided[], promised: number): IntervalCoverage {
  let rows = 0;
  let covered = 0;
  let reach = 0;
  let reachWithout = 0;
  for (const { calibrating, tested } of divided) {
    const around = (predictions: ArrayLike<number>) =>
      fitConformalIntervals(
        Array.from(calibrating.target, (target, row) => ({
          target,
          prediction: absolute(predictions[row]!),
        })),
        1 - promised,
      );
    const intervals = around(calibrating.prediction);
    tested.target.forEach((actual, row) => {
      const { low, high } = conformalInterval(intervals, absolute(tested.prediction[row]!));
      if (low <= actual && actual <= high) covered++;
    });
    const median = calibrating.target.slice().sort()[calibrating.target.length >> 1]!;
    rows += tested.target.length;
    reach += tested.target.length * intervals.quantiles.quantile;
    reachWithout += tested.target.length * around(calibrating.target.map(() => median)).quantiles.quantile;
  }
  return {
    kind: 'intervals',
    promised,
    rows,
    coverage: share(covered, rows),
    reach: reach / rows,
    reachWithout: reachWithout / rows,
  };
}

const absolute = (value: number) => ({ method: 'absolute', value }) as const;

function setsOf(divided: readonly Divided[], { task, classes }: LabelReading, promised: number): SetCoverage {
  const classCount = classes.length;
  const rowsOf = new Float64Array(classCount);
  const coveredOf = new Float64Array(classCount);
  const thresholds = new Float64Array(classCount);
  /** Rows by the size of their set. */
  const sizes = new Float64Array(classCount + 1);
  let singleRight = 0;
  for (const { calibrating, tested } of divided) {
    const probabilitiesOf = ({ prediction }: TestedPart) =>
      task === 'multiclass' ? prediction : bothClasses(prediction);
    const sets = fitConformalSets({
      method: 'lac',
      probabilities: probabilitiesOf(calibrating),
      target: calibrating.target,
      classCount,
      error: 1 - promised,
      groups: 'classes',
    });
    const probabilities = probabilitiesOf(tested);
    tested.target.forEach((actual, row) => {
      const set = conformalSet(sets, probabilities.subarray(row * classCount, (row + 1) * classCount));
      const inside = set.includes(actual);
      rowsOf[actual]!++;
      sizes[set.length]!++;
      if (inside) coveredOf[actual]!++;
      if (inside && set.length === 1) singleRight++;
    });
    for (let index = 0; index < classCount; index++) {
      const limit = sets.quantiles.groups.find(({ name }) => name === String(index))?.quantile;
      thresholds[index]! += Math.max(0, 1 - (limit ?? 1)) / divided.length;
    }
  }
  const rows = sum(rowsOf);
  const [empty, single] = [sizes[0]! / rows, sizes[1]! / rows];
  return {
    kind: 'sets',
    promised,
    rows,
    coverage: share(sum(coveredOf), rows),
    meanSize: sizes.reduce((total, count, size) => total + size * count, 0) / rows,
    empty,
    single,
    several: sum(sizes.subarray(2)) / rows,
    singleRight: singleRight / sizes[1]!,
    classes: classes.map((name, index) => ({
      name,
      rows: rowsOf[index]!,
      coverage: share(coveredOf[index]!, rowsOf[index]!),
      threshold: thresholds[index]!,
    })),
  };
}

/** Row-major probabilities of both classes from those of class 1. */
function bothClasses(prediction: Float64Array): Float64Array {
  const both = new Float64Array(2 * prediction.length);
  prediction.forEach((probability, row) => {
    both[2 * row] = 1 - probability;
    both[2 * row + 1] = probability;
  });
  return both;
}

const partOf = ({ target, prediction }: TestedPart, places: Int32Array): TestedPart => {
  const width = prediction.length / target.length;
  return {
    target: pick(target, places),
    prediction: Float64Array.from(
      { length: places.length * width },
      (_, at) => prediction[places[Math.floor(at / width)]! * width + (at % width)]!,
    ),
  };
};

const share = (covered: number, rows: number): MetricWithInterval => {
  const value = covered / rows;
  return { value, ...wilsonInterval(value, rows) };
};

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
