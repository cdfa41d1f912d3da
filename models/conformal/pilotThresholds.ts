import { binomialCdf } from '../numeric/binomial.ts';
import { checkScores } from './checkScores.ts';
import { checkError } from './conformalQuantile.ts';

export interface PilotRequest {
  /** Scores of other rows of the same kind; they need no labels (calls that nobody reviewed, say). */
  readonly pilotScores: Float64Array;
  /** Rows of the labelled sample that thresholds will be tested on. */
  readonly labelled: number;
  /** As in selectiveRisk.ts. */
  readonly limit: number;
  readonly error?: number;
  /** At most this many thresholds, default 50. */
  readonly steps?: number;
}

/** The first threshold should leave room for this many wrong ones: with none, one accident ends all. */
const wantedRoom = 2;

/**
 * Thresholds for `selectiveRiskThreshold`, descending, placed by scores of a pilot sample: the first one where the
 * labelled sample is expected to have just enough rows above it for a proof, the last one at the lowest pilot score,
 * equal ratios of rows between. Empty when the labelled sample is too small to prove anything.
 * @throws Problem invalid_input when the limit or the error is not in (0, 1) or a score is NaN
 */
export function pilotThresholds(request: PilotRequest): number[] {
  const { pilotScores, labelled, limit, error = 0.05, steps = 50 } = request;
  checkError(limit);
  checkError(error);
  checkScores(pilotScores);
  if (pilotScores.length === 0) return [];
  const descending = Float64Array.from(pilotScores).sort().reverse();
  let needed = Number.POSITIVE_INFINITY;
  for (let room = wantedRoom; room >= 0 && needed > labelled; room--)
    needed = rowsForProof(room, limit, error);
  if (needed > labelled) return [];
  const first = needed / labelled;
  const thresholds: number[] = [];
  for (let step = 0; step < steps; step++) {
    const share = first ** (1 - step / Math.max(1, steps - 1));
    const threshold = descending[Math.min(descending.length, Math.ceil(share * descending.length)) - 1]!;
    if (thresholds.length === 0 || threshold < thresholds.at(-1)!) thresholds.push(threshold);
  }
  return thresholds;
}

/** Fewest selected rows of which `wrong` may be wrong and the limit still counts as proven. */
export function rowsForProof(wrong: number, limit: number, error: number): number {
  let low = wrong;
  let high = wrong + 1;
  while (binomialCdf(wrong, high, limit) > error) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(wrong, middle, limit) > error) low = middle;
    else high = middle;
  }
  return high;
}
