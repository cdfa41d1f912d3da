import { sigmoid } from '../../numeric/sigmoid.ts';
import type { CandidatePairs } from './candidatePairs.ts';
import type { ScoredPairs } from './scoredPairs.ts';

/** Pairs that the estimate looks at. */
const sample = 50_000;

/**
 * Share of the true matches among the candidates, without labels: from how many of the probable matches were found by
 * one key only and by two, follows how many were found by none. An upper estimate: keys fail together.
 *
 * Source: A. Chao (1987), Estimating the population size for capture-recapture data with unequal catchability,
 * Biometrics 43, 783-791.
 */
export function estimateCompleteness(candidates: CandidatePairs, pairs: ScoredPairs): number {
  if (candidates.keyCount === 0) return 1;
  const step = Math.max(1, Math.floor(pairs.size / sample));
  let found = 0;
  let once = 0;
  let twice = 0;
  for (let pair = 0; pair < pairs.size; pair += step) {
    const probability = sigmoid(pairs.logOdds[pair]!);
    if (probability < 0.5) continue;
    let keys = 0;
    for (let pass = 0; pass < candidates.keyCount && keys < 3; pass++)
      if (candidates.shares(pass, pairs.lefts[pair]!, pairs.rights[pair]!)) keys++;
    found += probability;
    if (keys === 1) once += probability;
    else if (keys === 2) twice += probability;
  }
  if (found === 0) return 1;
  const missed = twice > 0 ? (once * once) / (2 * twice) : (once * Math.max(0, once - 1)) / 2;
  return found / (found + missed);
}
