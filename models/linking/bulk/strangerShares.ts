import type { EvidenceVariable } from './evidenceVariable.ts';
import { sharesWithinNorms } from './sharesWithinNorms.ts';

/**
 * What share of strangers to expect in each state, before looking at how things come together: as under any condition,
 * and for fields that are compared jointly, as if each agreed on its own. States that a sample of pairs does not show
 * are drawn to it, so that what was never seen does not count as proof.
 * @param counts pairs per state
 */
export function strangerShares(counts: Float64Array, variable: EvidenceVariable): Float64Array {
  const { base, gradesOfState } = variable;
  const pooled = new Float64Array(base).fill(0.01);
  counts.forEach((count, state) => {
    pooled[state % base]! += count;
  });
  if (gradesOfState === undefined)
    return sharesWithinNorms(
      counts.map((_, state) => pooled[state % base]!),
      variable,
    );
  const alone = gradesOfState.map((grades) => {
    const seen = new Float64Array(4).fill(0.01);
    pooled.forEach((count, state) => {
      if (grades[state]! >= 0) seen[grades[state]!]! += count;
    });
    const total = seen.reduce((sum, count) => sum + count, 0);
    return seen.map((count) => count / total);
  });
  return sharesWithinNorms(
    counts.map((_, state) =>
      gradesOfState.reduce((product, grades, field) => {
        const grade = grades[state % base]!;
        return grade < 0 ? product : product * alone[field]![grade]!;
      }, 1),
    ),
    variable,
  );
}
