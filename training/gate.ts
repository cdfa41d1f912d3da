import { Problem } from '../base/problem.ts';
import type { Evaluation, GateVerdict } from './report.ts';

/** What a model has to show before it may answer anybody. */
export interface GateRules {
  /** Held-out rows below which nothing can be said. */
  readonly minimumHoldout: number;
  /** Labels of the rarer class, in the training part and in the held-out part each; 0: not a classifier. */
  readonly minimumOfEachClass: number;
  /** Largest expected calibration error, in [0, 1]; undefined: the task has no probability to calibrate. */
  readonly largestCalibrationError?: number;
}

export const classifierRules: GateRules = {
  minimumHoldout: 100,
  minimumOfEachClass: 10,
  // Wide, because the later part of a growing company is not quite like the earlier; log-loss counts the rest.
  largestCalibrationError: 0.1,
};

/**
 * Whether there is enough to learn from and to judge by.
 * @throws Problem not_enough_data, with every count that falls short
 */
export function requireEnoughData(
  rules: GateRules,
  labels: { readonly train: ArrayLike<number>; readonly holdout: ArrayLike<number> },
): void {
  const findings: { path: string; message: string; received: number; allowed: string }[] = [];
  if (labels.holdout.length < rules.minimumHoldout) {
    findings.push({
      path: 'holdout.rows',
      message: 'too few labelled rows in the held-out part',
      received: labels.holdout.length,
      allowed: `at least ${rules.minimumHoldout}`,
    });
  }
  if (rules.minimumOfEachClass > 0) {
    for (const part of ['train', 'holdout'] as const) {
      const positives = Array.from(labels[part]).filter((label) => label === 1).length;
      for (const [name, count] of [
        ['positive', positives],
        ['negative', labels[part].length - positives],
      ] as const) {
        if (count >= rules.minimumOfEachClass) continue;
        findings.push({
          path: `${part}.${name}`,
          message: `too few ${name} labels in the ${part === 'train' ? 'training' : 'held-out'} part`,
          received: count,
          allowed: `at least ${rules.minimumOfEachClass}`,
        });
      }
    }
  }
  if (findings.length === 0) return;
  throw new Problem(
    'not_enough_data',
    `There is not enough to learn from yet: ${findings
      .map((finding) => `${finding.message} (${finding.received}, ${finding.allowed})`)
      .join('; ')}.`,
    { findings, remedy: 'Import more history, or wait until more outcomes are known.' },
  );
}

/**
 * Whether a candidate may answer requests, from its showing on rows it had not seen. Each rule that fails
 * gives a reason; a rule compares beyond chance, that is with the near end of the 95 % interval, so that a
 * small holdout neither condemns nor excuses.
 */
export function judge(rules: GateRules, evaluation: Evaluation): GateVerdict {
  const reasons: string[] = [];
  const { baseline, champion, loss } = evaluation;
  if (baseline.difference.low > 0) {
    reasons.push(
      `Worse than ${baseline.name}: ${loss} is higher by ${show(baseline.difference)} on the held-out rows.`,
    );
  }
  if (champion !== null && champion.difference.low > 0) {
    reasons.push(
      `Worse than the champion (${champion.name}): ${loss} is higher by ${show(champion.difference)} on the held-out rows.`,
    );
  }
  const { ece, eceByChance } = evaluation.metrics;
  const allowed = rules.largestCalibrationError;
  if (allowed !== undefined && ece !== undefined) {
    // Few rows make everybody look badly calibrated: what a perfect model could show does not count.
    const clearly = eceByChance === undefined ? ece.low > allowed : ece.value > eceByChance.high;
    if (ece.value > allowed && clearly) {
      reasons.push(
        `Badly calibrated: the expected calibration error is ${show(ece)}, allowed is ${allowed}${eceByChance === undefined ? '' : ` or, by chance, ${eceByChance.high.toPrecision(3)}`}.`,
      );
    }
  }
  for (const [name, metric] of Object.entries(evaluation.metrics)) {
    if (!Number.isFinite(metric.value)) reasons.push(`${name} could not be computed.`);
  }
  if (evaluation.split.holdoutRows < rules.minimumHoldout) {
    reasons.push(
      `Only ${evaluation.split.holdoutRows} held-out rows to judge by, at least ${rules.minimumHoldout} are needed.`,
    );
  }
  return { passed: reasons.length === 0, reasons };
}

const show = (measured: { value: number; low: number; high: number }) =>
  `${measured.value.toPrecision(3)} (95 %: ${measured.low.toPrecision(3)} to ${measured.high.toPrecision(3)})`;
