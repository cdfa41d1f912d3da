import type { FeatureSpec } from '../../featureSchema.ts';
import type { Candidate } from '../comparison.ts';
import { comparisonFields } from '../comparisonFields.ts';
import type { LinkQuery } from '../linkQuery.ts';

const byFrequency = comparisonFields.flatMap(({ byFrequency: counted }, field) => (counted ? [field] : []));

/** What the call says, the same for all its candidates: without a name a number means something else. */
const claimed: Readonly<Record<string, (query: LinkQuery) => boolean>> = {
  'says given name': ({ claims }) => claims.name?.given != null,
  'says family name': ({ claims }) => claims.name?.family != null,
  'says phone': ({ claims }) => claims.phone !== null,
  'says date of birth': ({ claims }) => claims.dateOfBirth !== null,
  'says e-mail': ({ claims }) => claims.email !== null,
};
const claims = Object.values(claimed);

const names: readonly string[] = [
  ...comparisonFields.map(({ name }) => name),
  ...byFrequency.map((field) => `${comparisonFields[field]!.name} frequency`),
  'days since last contact',
  'contacts',
  'phone shared by',
  'score',
  'lead',
  'rivals',
  ...Object.keys(claimed),
];

/** The columns of the trees, in order. Their names are permanent. */
export const rankerFeatures: readonly FeatureSpec[] = names.map((name) => ({ kind: 'numeric', name }));

/** Candidates within this much of the best score, in log-odds, are rivals. */
const near = 4;

/** Candidates further than this below the best answer, in log-odds, have a thousandth of its chance. */
const farBehind = 7;

/**
 * Whether each candidate is near enough to the best answer ("none" included) for trees to look at it.
 * @param scores of the candidates and, last, of "none"
 */
export function contenders(scores: readonly number[]): boolean[] {
  const best = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  return scores.slice(0, -1).map((score) => score > best - farBehind);
}

/**
 * One encoded row per candidate: levels of its comparison (NaN: missing) and logs of frequencies, contact with the
 * customer, score against "none", lead over the best other person, how many come near the best, and what the call says.
 * Nothing depends on the order of the candidates.
 * @param scores of the candidates and, last, of "none"
 */
export function rankerRows(
  candidates: readonly Candidate[],
  query: LinkQuery,
  scores: readonly number[],
): Float64Array[] {
  const none = scores.at(-1)!;
  const personOf = ({ customerId, twinOf }: Candidate) => twinOf ?? customerId;
  const people = new Map<string, number>();
  for (const [at, candidate] of candidates.entries()) {
    const person = personOf(candidate);
    people.set(person, Math.max(people.get(person) ?? Number.NEGATIVE_INFINITY, scores[at]!));
  }
  const ranked = [...people.values()].sort((a, b) => b - a);
  const [best = none, second = none] = ranked;
  const rivals = ranked.filter((score) => score > best - near).length - 1;
  const said = claims.map((holds) => Number(holds(query)));
  return candidates.map((candidate, at) => {
    const { comparison } = candidate;
    const row = new Float64Array(rankerFeatures.length);
    let column = 0;
    for (const level of comparison.levels) row[column++] = level < 0 ? Number.NaN : level;
    for (const field of byFrequency) {
      const frequency = comparison.frequencies[field]!;
      row[column++] = frequency > 0 ? Math.log(frequency) : Number.NaN;
    }
    row[column++] = comparison.daysSinceLastContact ?? Number.NaN;
    row[column++] = comparison.contacts;
    row[column++] = comparison.phoneSharedBy;
    const own = people.get(personOf(candidate))!;
    row[column++] = scores[at]! - none;
    row[column++] = own - (own === best ? second : best);
    row[column++] = rivals;
    row.set(said, column);
    return row;
  });
}
