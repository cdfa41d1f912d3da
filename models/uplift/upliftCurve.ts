import { Problem } from '../../base/problem.ts';
import { type CurvePoint, thinned } from '../metrics/curve.ts';
import { checkPredictions } from '../metrics/metric.ts';
import { descendingRuns } from '../metrics/ranking.ts';

/** A randomised experiment and a score that says whom to treat first. */
export interface UpliftRows {
  /** 1 treated, 0 control. Assignment must have been random, with the probabilities of `propensity`. */
  readonly treated: ArrayLike<number>;
  /** Probability with which each row was assigned to treatment, in (0, 1). Absent: the same for all. */
  readonly propensity?: Float64Array;
  readonly outcome: Float64Array;
  /** Predicted effect of treating the row, or any score that orders rows by it. */
  readonly score: Float64Array;
}

/** What is gained by treating the rows down to each distinct score, from the highest on. */
export interface UpliftSteps {
  readonly threshold: Float64Array;
  readonly share: Float64Array;
  readonly qini: Float64Array;
  readonly uplift: Float64Array;
  /** Mean outcome with treatment minus that without, of the rows so far; NaN while an arm has none. */
  readonly effect: Float64Array;
}

/**
 * Rows are taken in descending order of score, ties together. With n_T, n_C the treated and control rows so far, y_T,
 * y_C the sums of their outcomes, N_T all treated rows, n and N the rows so far and all rows:
 * - Qini curve: (y_T - y_C n_T / n_C) / N_T. N. J. Radcliffe (2007), Using control groups to target on predicted
 *   lift, Direct Marketing Analytics Journal 1, 14-21;
 * - uplift curve: (y_T / n_T - y_C / n_C) n / N. P. Gutierrez & J.-Y. Gerardy (2017), Causal inference and uplift
 *   modelling: a review of the literature, PMLR 67, 1-13, section 4.2.
 * Both run against the share of rows taken, n / N, from 0 to the average effect; a term whose count is 0 is 0.
 *
 * Rows with propensity e count in n_T, y_T and N_T 1 / e times, in n_C and y_C 1 / (1 - e) times, so that either arm
 * stands for all rows (J. Hájek 1971, comment in Foundations of Statistical Inference, 236): otherwise rows likely to
 * be treated outweigh the others among the treated, and what sets them apart passes for an effect. Where all
 * propensities are the same they cancel out.
 * @returns for row weights the steps (in the same arrays at every call)
 * @throws Problem not_enough_data when an arm is empty, invalid_input when `treated` is not 0/1 or a propensity not
 * between 0 and 1
 */
export function prepareUplift({
  treated,
  propensity,
  outcome,
  score,
}: UpliftRows): (weights: Float64Array) => UpliftSteps {
  checkPredictions(outcome, score, 'value');
  checkArms(treated, outcome.length);
  if (propensity !== undefined) checkPropensities(propensity, outcome.length);
  const { order, runEnd, endsRun } = descendingRuns(score);
  const isTreated = Uint8Array.from(order, (row) => treated[row]!);
  const outcomes = Float64Array.from(order, (row) => outcome[row]!);
  const inverse = Float64Array.from(order, (row) =>
    propensity === undefined ? 1 : 1 / (treated[row] === 1 ? propensity[row]! : 1 - propensity[row]!),
  );
  const steps: UpliftSteps = {
    threshold: Float64Array.from(runEnd, (end) => score[order[end - 1]!]!),
    share: new Float64Array(runEnd.length),
    qini: new Float64Array(runEnd.length),
    uplift: new Float64Array(runEnd.length),
    effect: new Float64Array(runEnd.length),
  };
  return (weights) => {
    let all = 0;
    let allTreated = 0;
    for (let position = 0; position < order.length; position++) {
      const weight = weights[order[position]!]!;
      all += weight;
      if (isTreated[position] === 1) allTreated += weight * inverse[position]!;
    }
    let taken = 0;
    let nT = 0;
    let nC = 0;
    let yT = 0;
    let yC = 0;
    let step = 0;
    for (let position = 0; position < order.length; position++) {
      const rows = weights[order[position]!]!;
      const weight = rows * inverse[position]!;
      taken += rows;
      if (isTreated[position] === 1) {
        nT += weight;
        yT += weight * outcomes[position]!;
      } else {
        nC += weight;
        yC += weight * outcomes[position]!;
      }
      if (endsRun[position] === 0) continue;
      const treatedMean = nT > 0 ? yT / nT : 0;
      const controlMean = nC > 0 ? yC / nC : 0;
      steps.share[step] = taken / all;
      steps.qini[step] = (yT - controlMean * nT) / allTreated;
      steps.uplift[step] = ((treatedMean - controlMean) * taken) / all;
      steps.effect[step] = nT > 0 && nC > 0 ? treatedMean - controlMean : Number.NaN;
      step++;
    }
    return steps;
  };
}

/**
 * The Qini or the uplift curve for drawing: x = share of rows taken, y = gain, from (0, 0) to (1, average effect).
 * @param resolution least distance of points; default 0, all points
 */
export function upliftCurve(
  rows: UpliftRows,
  kind: 'qini' | 'uplift',
  weights = new Float64Array(rows.outcome.length).fill(1),
  resolution = 0,
): CurvePoint[] {
  const { share, threshold, [kind]: gain } = prepareUplift(rows)(weights);
  const points = Array.from(share, (x, step) => ({ x, y: gain[step]!, threshold: threshold[step]! }));
  return thinned([{ x: 0, y: 0, threshold: Number.POSITIVE_INFINITY }, ...points], resolution);
}

function checkArms(treated: ArrayLike<number>, rowCount: number): void {
  if (treated.length !== rowCount)
    throw new Problem('invalid_input', `${rowCount} outcomes but ${treated.length} treatments were given.`);
  const seen = [false, false];
  for (let row = 0; row < rowCount; row++) {
    const arm = treated[row];
    if (arm !== 0 && arm !== 1)
      throw new Problem('invalid_input', 'A treatment is neither 0 nor 1.', {
        findings: [{ path: 'treated', message: 'unusable', received: arm, allowed: '0 or 1' }],
        remedy: 'Compare one treatment at a time with the control group.',
      });
    seen[arm] = true;
  }
  if (!seen[0] || !seen[1])
    throw new Problem('not_enough_data', 'Uplift needs treated and control rows.', {
      remedy: 'Keep a random control group.',
    });
}

function checkPropensities(propensity: Float64Array, rowCount: number): void {
  if (propensity.length !== rowCount)
    throw new Problem(
      'invalid_input',
      `${rowCount} outcomes but ${propensity.length} propensities were given.`,
    );
  const outside = propensity.find((each) => !(each > 0 && each < 1));
  if (outside !== undefined)
    throw new Problem('invalid_input', 'A propensity is not between 0 and 1.', {
      findings: [{ path: 'propensity', message: 'unusable', received: outside, allowed: 'above 0, below 1' }],
      remedy:
        'Leave out rows that could only have been assigned to one arm: they say nothing of the difference.',
    });
}
