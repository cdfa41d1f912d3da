import type { KnownPair } from './pairsFile.ts';

/** How good links are against the truth. */
export interface LinkQuality {
  readonly pairCompleteness: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** @param links pairs of rows, left below right */
export function linkQuality(
  links: readonly { readonly left: number; readonly right: number }[],
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
  const correct = links.filter(({ left, right }) => matches.get(left)?.has(right) === true).length;
  const precision = links.length === 0 ? 0 : correct / links.length;
  const recall = count === 0 ? 0 : correct / count;
  return {
    pairCompleteness: count === 0 ? 0 : found / count,
    precision,
    recall,
    f1: correct === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}
