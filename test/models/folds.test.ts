import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { forwardFolds, kFolds } from '../../models/folds.ts';

const random = seededRandom(1);
const labels = Array.from({ length: 103 }, () => (random.uniform() < 0.2 ? 1 : 0));

describe('k folds', () => {
  const folds = kFolds({ rowCount: 103, folds: 5, seed: 7, strata: labels });

  test('test every row once and never train on it', () => {
    expect(folds.flatMap(({ test: rows }) => [...rows]).sort((a, b) => a - b)).toEqual([...labels.keys()]);
    for (const { train, test: rows } of folds) {
      expect(train.length + rows.length).toBe(103);
      expect(rows.some((row) => train.includes(row))).toBe(false);
    }
  });

  test('spread both classes evenly', () => {
    const positives = folds.map(({ test: rows }) => rows.reduce((sum, row) => sum + labels[row]!, 0));
    expect(Math.max(...positives) - Math.min(...positives)).toBeLessThanOrEqual(1);
    const sizes = folds.map(({ test: rows }) => rows.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test('follow the seed', () => {
    expect(kFolds({ rowCount: 103, folds: 5, seed: 7, strata: labels })).toEqual(folds);
    expect(kFolds({ rowCount: 103, folds: 5, seed: 8, strata: labels })).not.toEqual(folds);
  });

  test('keep groups together', () => {
    const groups = labels.map((_, row) => `g${row % 23}`);
    for (const { train, test: rows } of kFolds({
      rowCount: 103,
      folds: 4,
      seed: 7,
      strata: labels,
      groups,
    })) {
      const tested = new Set(Array.from(rows, (row) => groups[row]));
      expect(Array.from(train).some((row) => tested.has(groups[row]))).toBe(false);
      expect(rows.length).toBeGreaterThan(15);
    }
  });

  test('need as many groups as folds', () => {
    const make = () => kFolds({ rowCount: 9, folds: 3, seed: 7, groups: [1, 1, 1, 1, 2, 2, 2, 2, 2] });
    expect(make).toThrow(expect.objectContaining({ code: 'not_enough_data' }));
  });
});

describe('forward folds', () => {
  test('train on the past only, and test every row but those of the first part', () => {
    const times = labels.map((_, row) => (row * 37) % 50);
    const folds = forwardFolds(times, 4);
    expect(folds.length).toBe(4);
    for (const { train, test: rows } of folds) {
      const latest = Math.max(...Array.from(train, (row) => times[row]!));
      const earliest = Math.min(...Array.from(rows, (row) => times[row]!));
      expect(latest).toBeLessThan(earliest);
    }
    const tested = folds.flatMap(({ test: rows }) => [...rows]);
    expect(new Set(tested).size).toBe(tested.length);
    expect(tested.length).toBeGreaterThan(0.75 * 103);
  });

  test('leave out what was not yet labelled when a part began', () => {
    const times = Array.from({ length: 12 }, (_, row) => row);
    expect(forwardFolds(times, 3, 2).map(({ train }) => [...train])).toEqual([
      [0],
      [0, 1, 2, 3],
      [0, 1, 2, 3, 4, 5, 6],
    ]);
  });

  test('cannot be made of one moment', () => {
    expect(() => forwardFolds([3, 3, 3, 3], 2)).toThrow(expect.objectContaining({ code: 'not_enough_data' }));
  });
});
