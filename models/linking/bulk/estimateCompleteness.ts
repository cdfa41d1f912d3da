import { sigmoid } from '../../numeric/sigmoid.ts';
import type { CandidatePairs } from './candidatePairs.ts';
import type { PairCursor } from './pairSorter.ts';

/** Pairs that the estimate looks at, about. */
const sample = 50_000;

/**
 * Share of the true matches among the candidates, without labels: from how many of the probable matches were found by
 * one key only and by two, follows how many were found by none. An upper estimate: keys fail together.
 *
 * Source: A. Chao (1987), Estimating the population size for capture-recapture data with unequal catchability,
 * Biometrics 43, 783-791.
 *
 * @param pairs the most probable first
 * @param size their number
 */
export function estimateCompleteness(
  candidates: CandidatePairs,
  pairs: Iterable<PairCursor>,
  size: number,
): number {
  if (candidates.everything) return 1;
  const step = Math.max(1, Math.floor(size / sample));
  let at = 0;
  let found = 0;
  let once = 0;
  let twice = 0;
  for (const { left, right, logOdds } of pairs) {
    if (logOdds < 0) break;
    if (at++ % step !== 0) continue;
    const probability = sigmoid(logOdds);
    let keys = 0;
    for (let pass = 0; pass < candidates.keyCount && keys < 3; pass++)
      if (candidates.shares(pass, left, right)) keys++;
    found += probability;
    if (keys === 1) once += probability;
    else if (keys === 2) twice += probability;
  }
  if (found === 0) return 1;
  const missed = twice > 0 ? (once * once) / (2 * twice) : (once * Math.max(0, once - 1)) / 2;
  return found / (found + missed);
}
