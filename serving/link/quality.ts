import type { DecidedPair } from '../../models/linking/bulk/decidePairs.ts';
import type { KnownPair } from './pairsFile.ts';

/** How good links are against the truth. */
export interface LinkQuality {
  readonly pairCompleteness: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** @param pairs decided pairs of rows, left below right */
export function linkQuality(
  pairs: Iterable<DecidedPair>,
  truth: readonly KnownPair[],
  isCandidate: (a: number, b: number) => boolean,
): LinkQuality {
  const matches = new Map<number, Set<number>>();
  let count = 0;
  let found = 0;
  for (const { left, right, match } of truth) {
    if (!match) continue;
    const partners = matches.get(left) ?? new Set<number>();
    matches.set(left, partners);
    if (partners.has(right)) continue;
    partners.add(right);
    count++;
    if (isCandidate(left, right)) found++;
  }
  let links = 0;
  let correct = 0;
  for (const { left, right, decision } of pairs) {
    if (decision !== 'link') continue;
    links++;
    if (matches.get(left)?.has(right) === true) correct++;
  }
  const precision = links === 0 ? 0 : correct / links;
  const recall = count === 0 ? 0 : correct / count;
  return {
    pairCompleteness: count === 0 ? 0 : found / count,
    precision,
    recall,
    f1: correct === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}
