import { Problem } from '../../base/problem.ts';
import { binomialCdf } from '../numeric/binomial.ts';
import { checkScores } from './checkScores.ts';
import { checkError } from './conformalQuantile.ts';
import { fixedSequence } from './fixedSequence.ts';

export interface SelectiveRiskRequest {
  /** Scores of a random sample of the rows that the threshold will decide on; no model saw their labels. */
  readonly scores: Float64Array;
  /** 1 where acting would be wrong, 0 where right. */
  readonly wrong: ArrayLike<number>;
  /** From the highest to the lowest, chosen without looking at this sample: see pilotThresholds.ts. */
  readonly thresholds: readonly number[];
  /** Largest share of wrong ones among those acted on, in (0, 1). */
  readonly limit: number;
  /** How often the promise may fail, over samples. Default 0.05. */
  readonly error?: number;
  /** Positions in `thresholds` to start testing from, which share the error rate; default the first. */
  readonly starts?: readonly number[];
}

export interface SelectiveRisk {
  /** Act when score >= threshold; Infinity: the sample proves no threshold safe. */
  readonly threshold: number;
  /** Rows of the sample that would be acted on, and how many of these were wrong. */
  readonly selected: number;
  readonly wrong: number;
}

/**
 * The lowest threshold of which this sample proves, with confidence 1 - error, that the share of wrong ones among the
 * rows acted on is at most `limit`: "at most 1 % wrong links, at 95 % confidence".
 *
 * That share can rise and fall with the threshold, so each threshold is a hypothesis of its own: among n selected
 * rows the wrong ones are binomial, and as few as seen have probability P(Bin(n, limit) <= wrong) if the share were
 * above the limit (the test behind Clopper & Pearson's bound). Thresholds are tested from the highest down until one
 * fails (learn then test, see fixedSequence.ts). Where nothing is wrong, ln(error) / ln(1 - limit) selected rows are
 * needed: 299 for 1 % at 95 %.
 * @throws Problem invalid_input when lengths differ, labels are not 0/1, a score is NaN, or thresholds do not
 * descend
 */
export function selectiveRiskThreshold(request: SelectiveRiskRequest): SelectiveRisk {
  const { thresholds, limit, error = 0.05 } = request;
  checkError(limit);
  checkRequest(request);
  const counts = countSelected(request);
  const pValues = counts.map(({ selected, wrong }) =>
    selected === 0 ? 1 : binomialCdf(wrong, selected, limit),
  );
  const last = fixedSequence(pValues, error, request.starts).at(-1);
  return last === undefined
    ? { threshold: Number.POSITIVE_INFINITY, selected: 0, wrong: 0 }
    : { threshold: thresholds[last]!, ...counts[last]! };
}

/** Per threshold how many rows score at least as much, and how many of these are wrong. */
function countSelected({ scores, wrong, thresholds }: SelectiveRiskRequest) {
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[b]! - scores[a]!);
  let selected = 0;
  let errors = 0;
  return thresholds.map((threshold) => {
    for (; selected < order.length && scores[order[selected]!]! >= threshold; selected++)
      errors += wrong[order[selected]!]!;
    return { selected, wrong: errors };
  });
}

function checkRequest({ scores, wrong, thresholds }: SelectiveRiskRequest): void {
  checkScores(scores);
  if (scores.length !== wrong.length)
    throw new Problem('invalid_input', `${scores.length} scores but ${wrong.length} labels were given.`);
  const bad = Array.from(wrong).find((label) => label !== 0 && label !== 1);
  if (bad !== undefined)
    throw new Problem('invalid_input', 'A label is neither 0 (right) nor 1 (wrong).', {
      findings: [{ path: 'wrong', message: 'unusable', received: bad, allowed: '0 or 1' }],
    });
  if (thresholds.some((threshold, index) => index > 0 && !(threshold < thresholds[index - 1]!)))
    throw new Problem('invalid_input', 'Thresholds must descend.', {
      remedy: 'Start with the highest threshold; leave out repetitions.',
    });
}
