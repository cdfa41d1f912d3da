import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { type CoverageRequest, measureCoverage } from '../../../serving/evaluate/coverage.ts';
import type { EvaluatedFold } from '../../../serving/evaluate/evaluation.ts';

const random = seededRandom(5);
const rowCount = 4000;

/** Two tested parts of consecutive rows. */
function requestOf(
  label: Pick<CoverageRequest['label'], 'task' | 'classes' | 'target'>,
  prediction: Float64Array,
  promised: number,
): CoverageRequest {
  const width = prediction.length / rowCount;
  const folds = [0, 1].map((fold): EvaluatedFold => {
    const [from, to] = [(fold * rowCount) / 2, ((fold + 1) * rowCount) / 2];
    return {
      rows: Int32Array.from({ length: to - from }, (_, place) => from + place),
      target: label.target.slice(from, to),
      prediction: prediction.slice(from * width, to * width),
      trainedOn: rowCount / 2,
      model: { predict: () => new Float64Array(), choice: 'given' },
      metrics: {},
    };
  });
  return {
    folds,
    label: { name: 'y', notes: [], ...label },
    groups: undefined,
    times: undefined,
    promised,
    seed: 7,
  };
}

describe('measured coverage', () => {
  test('numbers: reach is the quantile of the errors, without a model that of the distances from the median', () => {
    const prediction = Float64Array.from({ length: rowCount }, () => 10 * random.normal());
    const target = prediction.map((value) => value + random.normal());
    const coverage = measureCoverage(requestOf({ task: 'regression', classes: [], target }, prediction, 0.8));
    if (coverage.kind !== 'intervals') throw new Error('wrong kind');
    expect(coverage.rows).toBe(rowCount);
    expect(Math.abs(coverage.coverage.value - 0.8)).toBeLessThan(0.02);
    expect(coverage.coverage.low).toBeLessThan(coverage.coverage.value);
    // 1.2816 is the normal quantile of 0.9.
    expect(Math.abs(coverage.reach - 1.2816)).toBeLessThan(0.06);
    expect(Math.abs(coverage.reachWithout / 12.88 - 1)).toBeLessThan(0.06);
  });

  test('classes: a rare one is covered as often as a frequent one, and single classes are right more often', () => {
    const score = Float64Array.from({ length: rowCount }, () => 2 * random.normal() - 3.5);
    const prediction = score.map((each) => 1 / (1 + Math.exp(-each)));
    const target = prediction.map((probability) => (random.uniform() < probability ? 1 : 0));
    const coverage = measureCoverage(
      requestOf({ task: 'classification', classes: ['no', 'yes'], target }, prediction, 0.9),
    );
    if (coverage.kind !== 'sets') throw new Error('wrong kind');
    const [no, yes] = coverage.classes;
    expect(yes!.rows).toBe(target.reduce((sum, each) => sum + each, 0));
    expect(yes!.rows).toBeLessThan(0.15 * rowCount);
    expect(Math.abs(no!.coverage.value - 0.9)).toBeLessThan(0.03);
    expect(Math.abs(yes!.coverage.value - 0.9)).toBeLessThan(0.05);
    expect(yes!.threshold).toBeLessThan(0.5);
    expect(coverage.empty + coverage.single + coverage.several).toBeCloseTo(1, 12);
    expect(coverage.meanSize).toBeCloseTo(coverage.single + 2 * coverage.several, 12);
    expect(coverage.singleRight).toBeGreaterThan(0.85);
  });

  test('several classes are read row by row, and a class that never calibrates is in every set', () => {
    const target = Float64Array.from({ length: rowCount }, (_, row) => row % 2);
    const prediction = Float64Array.from({ length: 3 * rowCount }, (_, at) => {
      const [row, index] = [Math.floor(at / 3), at % 3];
      return index === 2 ? 0 : index === row % 2 ? 0.9 : 0.1;
    });
    const coverage = measureCoverage(
      requestOf({ task: 'multiclass', classes: ['a', 'b', 'c'], target }, prediction, 0.9),
    );
    if (coverage.kind !== 'sets') throw new Error('wrong kind');
    expect(coverage.coverage.value).toBe(1);
    expect(coverage.meanSize).toBe(2);
    expect(coverage.classes.map(({ threshold }) => Number(threshold.toFixed(6)))).toEqual([0.9, 0.9, 0]);
  });

  test('too few rows to promise anything: an infinite reach', () => {
    const target = Float64Array.from({ length: rowCount }, (_, row) => row);
    const coverage = measureCoverage(requestOf({ task: 'regression', classes: [], target }, target, 0.9999));
    expect(coverage).toMatchObject({ reach: Number.POSITIVE_INFINITY, coverage: { value: 1 } });
  });
});
