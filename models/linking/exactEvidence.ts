import type { Candidate } from './comparison.ts';
import { fieldIndex } from './comparisonFields.ts';
import { agreesOnFullName, agreesOnPhone } from './fallback.ts';

const givenName = fieldIndex('givenName');
const familyName = fieldIndex('familyName');
const dateOfBirth = fieldIndex('dateOfBirth');
const email = fieldIndex('email');
const phone = fieldIndex('phone');
const closeName = 4;
const exactDate = 3;
const exactEmail = 2;
const different = 0;

/** Something that was said speaks clearly against the candidate. */
function contradicted({ comparison: { levels } }: Candidate): boolean {
  return [givenName, familyName, dateOfBirth, email].some((field) => levels[field] === different);
}

/**
 * Two things agree that relatives and namesakes do not have in common: the whole name with nobody else's number beside it,
 * or a date of birth or e-mail address with a name or the number. A number and a family name are not enough: a household
 * has both in common.
 */
function corroborated(candidate: Candidate): boolean {
  const { levels } = candidate.comparison;
  if (contradicted(candidate)) return false;
  if (agreesOnFullName(candidate) && levels[phone] !== different) return true;
  const personal = levels[dateOfBirth] === exactDate || levels[email] === exactEmail;
  const named = levels[givenName]! >= closeName || levels[familyName]! >= closeName;
  return personal && (named || agreesOnPhone(candidate));
}

/**
 * The candidate that exact evidence decides for; undefined when there is none, or several who are different people. What
 * a linker may link on its own before audited calls prove a threshold, if it is as sure itself as the limit asks for: of
 * a common name without anything else it is not.
 */
export function exactEvidence(candidates: readonly Candidate[]): Candidate | undefined {
  const [found, ...others] = candidates.filter(corroborated);
  const personOf = ({ customerId, twinOf }: Candidate) => twinOf ?? customerId;
  if (found === undefined || others.some((other) => personOf(other) !== personOf(found))) return undefined;
  return found;
}
