import type { Candidate } from './comparison.ts';
import { fieldIndex } from './comparisonFields.ts';
import { agreesOnFullName, agreesOnPhone, only } from './fallback.ts';

const givenName = fieldIndex('givenName');
const familyName = fieldIndex('familyName');
const dateOfBirth = fieldIndex('dateOfBirth');
const phone = fieldIndex('phone');

/** Says something that speaks clearly against the candidate. */
function contradicted({ comparison: { levels } }: Candidate): boolean {
  return levels[givenName] === 0 || levels[familyName] === 0 || levels[dateOfBirth] === 0;
}

/**
 * The candidate that exact evidence decides for: the only one with the number, or the only one with the full name,
 * and nothing that was said speaks against them. What a linker may link on its own before it has labels.
 */
export function exactEvidence(candidates: readonly Candidate[]): Candidate | undefined {
  const byPhone = only(candidates, agreesOnPhone);
  const byName = only(candidates, agreesOnFullName);
  if (byPhone !== undefined && byName !== undefined && byPhone !== byName) return undefined;
  const found = byPhone ?? byName;
  if (found === undefined || contradicted(found)) return undefined;
  // A name alone does not outweigh that somebody else has the number.
  if (
    byPhone === undefined &&
    candidates.some((other) => other !== found && other.comparison.levels[phone] === 2)
  ) {
    return undefined;
  }
  return found;
}
