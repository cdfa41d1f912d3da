import type { Candidate } from './comparison.ts';
import { fieldIndex } from './comparisonFields.ts';

export interface FallbackAnswer {
  readonly decision: 'link' | 'unlinked';
  readonly customerId: string | null;
  /** Why, for people. */
  readonly text: string;
}

const phone = fieldIndex('phone');
const givenName = fieldIndex('givenName');
const familyName = fieldIndex('familyName');
const exactPhone = 2;
const exactName = 7;
/** Equal but for umlauts written another way. */
const sameSpelling = 6;

export function agreesOnPhone({ comparison }: Candidate): boolean {
  return comparison.levels[phone] === exactPhone;
}

/** Both given and family name are the same, in either order. */
export function agreesOnFullName({ comparison }: Candidate): boolean {
  const same = (level: number) => level === exactName || level === sameSpelling;
  return same(comparison.levels[givenName]!) && same(comparison.levels[familyName]!);
}

/** The candidate that alone has the property; undefined when none or several have. */
export function only(
  candidates: readonly Candidate[],
  has: (candidate: Candidate) => boolean,
): Candidate | undefined {
  const found = candidates.filter(has);
  return found.length === 1 ? found[0] : undefined;
}

/**
 * The rule that answers until the first model is promoted: a number that exactly one customer has decides, else a
 * full name that exactly one customer has; otherwise the call stays unlinked. It asks nobody.
 */
export function resolveByRule(candidates: readonly Candidate[]): FallbackAnswer {
  const byPhone = only(candidates, agreesOnPhone);
  if (byPhone !== undefined) {
    return { decision: 'link', customerId: byPhone.customerId, text: 'only this customer has the number' };
  }
  const byName = only(candidates, agreesOnFullName);
  if (byName !== undefined) {
    return { decision: 'link', customerId: byName.customerId, text: 'only this customer has the full name' };
  }
  return {
    decision: 'unlinked',
    customerId: null,
    text: 'no number or full name that exactly one customer has',
  };
}
