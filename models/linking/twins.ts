import { compareName } from './compareNames.ts';
import type { Candidate } from './comparison.ts';
import type { CustomerIdentity } from './customerEvidence.ts';

const shared = (a: readonly string[], b: readonly string[]): boolean => a.some((value) => b.includes(value));
const close = 4;

/**
 * Whether two customers are surely records of one person: names that agree but for a slip and a common date of
 * birth, number or e-mail address, nothing contradicting. Relatives share a number, not a given name.
 */
export function samePerson(a: CustomerIdentity, b: CustomerIdentity): boolean {
  const sameBirth = shared(a.datesOfBirth, b.datesOfBirth);
  if (!sameBirth && a.datesOfBirth.length > 0 && b.datesOfBirth.length > 0) return false;
  const sameContact = shared(a.phones, b.phones) || shared(a.emails, b.emails);
  if (!sameBirth && !sameContact) return false;
  return a.names.some((one) =>
    b.names.some((other) => {
      const given = compareName(one.given, other.given);
      const family = compareName(one.family, other.family);
      // A married name is another family name; then everything else has to agree.
      return given >= close && (family >= close || (sameBirth && sameContact));
    }),
  );
}

/** The person a call most probably belongs to: one candidate, or several that are records of one person. */
export interface BestPerson {
  /** Position of the most probable record of that person; -1 without candidates. */
  readonly index: number;
  /** P(the caller is that person). */
  readonly probability: number;
  /** Ids of all records of that person. */
  readonly customerIds: readonly string[];
}

/** Adds up the probabilities of candidates that are records of one person. Ties: the earlier candidate. */
export function bestPerson(candidates: readonly Candidate[], probabilities: readonly number[]): BestPerson {
  const people = new Map<string, { index: number; probability: number; customerIds: string[] }>();
  for (const [index, { customerId, twinOf }] of candidates.entries()) {
    const probability = probabilities[index]!;
    const person = people.get(twinOf ?? customerId);
    if (person === undefined) {
      people.set(twinOf ?? customerId, { index, probability, customerIds: [customerId] });
      continue;
    }
    person.probability += probability;
    person.customerIds.push(customerId);
    if (probability > probabilities[person.index]!) person.index = index;
  }
  let best: BestPerson = { index: -1, probability: 0, customerIds: [] };
  for (const person of people.values())
    if (best.index < 0 || person.probability > best.probability) best = person;
  return { ...best, probability: Math.min(1, best.probability) };
}
