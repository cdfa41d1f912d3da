import { Problem } from '../../base/problem.ts';
import { checkScores } from './checkScores.ts';

/** Sums of losses that are equal but for their last digits count as equal. */
const rounding = 1e-9;

export interface RiskControlRequest<Parameter> {
  /** From the most careful to the most daring: the loss of no row ever falls along them. */
  readonly parameters: readonly Parameter[];
  /** Mean loss of the calibration rows; no model or parameter was fitted on them. */
  readonly meanLoss: (parameter: Parameter) => number;
  /** Calibration rows. */
  readonly count: number;
  /** The loss of a further row may be expected to be at most this. */
  readonly limit: number;
  /** No loss is negative or ever larger than this. Default 1. */
  readonly bound?: number;
}

/**
 * Conformal risk control: the most daring parameter with n / (n + 1) x mean loss + bound / (n + 1) <= limit. Then the
 * expected loss of a further row is at most `limit`, over calibration sample and row; any loss that never falls along
 * the parameters will do.
 * Angelopoulos, Bates, Fisch, Lei & Schuster (2022), Conformal risk control, arXiv 2208.02814, eq. 4, theorem 1.
 * @returns undefined when no parameter is careful enough (with n < bound / limit - 1 none can be)
 */
export function riskControlledParameter<Parameter>(
  request: RiskControlRequest<Parameter>,
): Parameter | undefined {
  const { parameters, meanLoss, count, limit, bound = 1 } = request;
  const tooDaring = parameters.findIndex(
    (parameter) => count * meanLoss(parameter) + bound > limit * (count + 1) + rounding,
  );
  return tooDaring === -1 ? parameters.at(-1) : parameters[tooDaring - 1];
}

/**
 * The lowest threshold such that acting on scores above it costs at most `limit` per row in expectation (rows that are
 * not acted on cost nothing), by conformal risk control. "Of 1,000 calls, at most 10 are linked wrongly" is such a
 * promise; "of 1,000 links" is not, because a share among links can fall as links are added: see selectiveRisk.ts.
 * @param losses of acting on each row, from 0 to `bound`
 * @returns act when score > threshold; Infinity: never
 * @throws Problem invalid_input when a loss is outside its range or a score is NaN
 */
export function expectedLossThreshold(request: {
  readonly scores: Float64Array;
  readonly losses: Float64Array;
  readonly limit: number;
  readonly bound?: number;
}): number {
  const { scores, losses, limit, bound = 1 } = request;
  const bad = losses.find((loss) => !(loss >= 0 && loss <= bound));
  if (bad !== undefined || losses.length !== scores.length)
    throw new Problem('invalid_input', `Every score needs a loss from 0 to ${bound}.`, {
      findings: [{ path: 'losses', message: 'unusable', received: bad ?? losses.length }],
    });
  checkScores(scores);
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[b]! - scores[a]!);
  const affordable = limit * (scores.length + 1) - bound + rounding;
  if (affordable < 0) return Number.POSITIVE_INFINITY;
  let spent = 0;
  for (let start = 0; start < order.length; ) {
    const threshold = scores[order[start]!]!;
    let end = start;
    for (; end < order.length && scores[order[end]!] === threshold; end++) spent += losses[order[end]!]!;
    // Acting on this score as well would cost too much.
    if (spent > affordable) return threshold;
    start = end;
  }
  return Number.NEGATIVE_INFINITY;
}
