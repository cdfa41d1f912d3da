import type { Candidate } from './comparison.ts';
import { fieldAt } from './comparisonFields.ts';
import { expectedFellegiSunter, fieldWeight, matchWeight } from './fellegiSunter.ts';
import { type LinkQuery, leftEvidence } from './linkQuery.ts';

const expected = expectedFellegiSunter(1);

/**
 * Whether a call may be linked automatically at all: the caller left evidence (nobody could audit the link of one who left
 * nothing), and by parameters that learned from nobody some candidate is likelier than a customer drawn at random by more
 * than there are customers. Which calls are audited, and so which calls something is promised about, depends on this and
 * on no model: models come and go.
 */
export function linkable(candidates: readonly Candidate[], query: LinkQuery, population: number): boolean {
  if (!leftEvidence(query)) return false;
  const enough = Math.log(Math.max(1, population));
  return candidates.some(
    // What vectors say depends on who made them: no parameters hold for all before anything was learned.
    ({ comparison }) =>
      matchWeight(expected, comparison) - fieldWeight(expected, comparison, fieldAt.embedding) >= enough,
  );
}
