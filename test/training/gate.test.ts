import { describe, expect, test } from '@jest/globals';
import type { Problem } from '../../base/problem.ts';
import { classifierRules, judge, requireEnoughData } from '../../training/gate.ts';
import type { Evaluation, Measured } from '../../training/report.ts';

const measured = (value: number, reach = 0.01): Measured => ({
  value,
  low: value - reach,
  high: value + reach,
});

const sound: Evaluation = {
  rows: 1000,
  positives: 200,
  split: { kind: 'time', trainRows: 800, holdoutRows: 200, from: '2026-01-01', to: '2026-02-01' },
  metrics: { auc: measured(0.8), logLoss: measured(0.4), ece: measured(0.02) },
  loss: 'log-loss',
  champion: { name: 'version 1', metrics: {}, difference: measured(-0.005) },
  baseline: { name: 'the base rate', metrics: {}, difference: measured(-0.1) },
  refitted: true,
  notes: [],
};

const judged = (change: Partial<Evaluation>) => judge(classifierRules, { ...sound, ...change });

describe('judge', () => {
  test('passes a sound candidate, and one without a champion', () => {
    expect(judged({})).toEqual({ passed: true, reasons: [] });
    expect(judged({ champion: null }).passed).toBe(true);
  });

  test('refuses what is worse than the baseline beyond chance, and only that', () => {
    const verdict = judged({ baseline: { ...sound.baseline, difference: measured(0.02) } });
    expect(verdict.passed).toBe(false);
    expect(verdict.reasons).toEqual([expect.stringContaining('Worse than the base rate')]);
    expect(judged({ baseline: { ...sound.baseline, difference: measured(0.02, 0.03) } }).passed).toBe(true);
  });

  test('refuses what is worse than the champion beyond chance, and only that', () => {
    const worse = { ...sound.champion!, difference: measured(0.05) };
    expect(judged({ champion: worse }).reasons).toEqual([expect.stringContaining('version 1')]);
    expect(judged({ champion: { ...worse, difference: measured(0.005) } }).passed).toBe(true);
  });

  test('refuses bad calibration', () => {
    const verdict = judged({ metrics: { ...sound.metrics, ece: measured(0.19) } });
    expect(verdict.reasons).toEqual([expect.stringContaining('Badly calibrated')]);
    expect(judged({ metrics: { ...sound.metrics, ece: measured(0.105) } }).passed).toBe(true);
  });

  test('does not refuse for an error that a perfect model could show on so few rows', () => {
    const metrics = { ...sound.metrics, ece: measured(0.19) };
    expect(judged({ metrics: { ...metrics, eceByChance: measured(0.17, 0.03) } }).passed).toBe(true);
    expect(judged({ metrics: { ...metrics, eceByChance: measured(0.17, 0.01) } }).passed).toBe(false);
  });

  test('refuses a metric that could not be computed', () => {
    const verdict = judged({ metrics: { ...sound.metrics, auc: measured(Number.NaN) } });
    expect(verdict.reasons).toEqual(['auc could not be computed.']);
  });

  test('refuses too few held-out rows', () => {
    expect(judged({ split: { ...sound.split, holdoutRows: 99 } }).reasons).toEqual([
      expect.stringContaining('Only 99 held-out rows'),
    ]);
  });

  test('gives every reason there is', () => {
    const verdict = judged({
      baseline: { ...sound.baseline, difference: measured(0.02) },
      champion: { ...sound.champion!, difference: measured(0.05) },
      metrics: { ece: measured(0.2) },
    });
    expect(verdict.reasons).toHaveLength(3);
  });
});

describe('requireEnoughData', () => {
  const labels = (positive: number, negative: number) => [
    ...Array<number>(positive).fill(1),
    ...Array<number>(negative).fill(0),
  ];

  test('is content with enough of each', () => {
    requireEnoughData(classifierRules, { train: labels(10, 10), holdout: labels(10, 90) });
  });

  test.each([
    ['holdout.rows', labels(50, 50), labels(20, 70)],
    ['train.positive', labels(9, 500), labels(50, 50)],
    ['train.negative', labels(500, 9), labels(50, 50)],
    ['holdout.positive', labels(50, 50), labels(9, 100)],
    ['holdout.negative', labels(50, 50), labels(100, 9)],
  ])('names %s when it falls short', (path, train, holdout) => {
    try {
      requireEnoughData(classifierRules, { train, holdout });
    } catch (error) {
      expect((error as Problem).code).toBe('not_enough_data');
      expect((error as Problem).findings.map((finding) => finding.path)).toEqual([path]);
      return;
    }
    throw new Error('expected a Problem');
  });
});
