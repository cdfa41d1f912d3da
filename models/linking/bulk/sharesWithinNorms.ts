import type { EvidenceVariable } from './evidenceVariable.ts';

/** Counts as shares that sum to 1 within each norm of the variable. */
export function sharesWithinNorms(
  counts: Float64Array,
  { norm }: Pick<EvidenceVariable, 'norm'>,
): Float64Array {
  const totals: number[] = [];
  counts.forEach((count, state) => {
    totals[norm[state]!] = (totals[norm[state]!] ?? 0) + count;
  });
  return counts.map((count, state) => count / totals[norm[state]!]!);
}
