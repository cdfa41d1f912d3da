import { comparisonFields, fieldIndex } from '../comparisonFields.ts';
import type { FellegiSunterData } from '../fellegiSunter.ts';
import type { LinkQuery } from '../linkQuery.ts';
import type { FieldWeight, WeighedCandidate } from './weigh.ts';

/** The finding that decides against a candidate. */
export interface DecisiveField {
  readonly field: string;
  /**
   * contradicts: what was found speaks against the candidate. missing: nothing was found where it would have counted.
   * weaker: it speaks for the candidate, but more for the one who was chosen.
   */
  readonly kind: 'contradicts' | 'missing' | 'weaker';
  /** Who says nothing of a missing field; shared: the caller did, but so many customers have the value that it does not
   * count. */
  readonly silent: 'call' | 'customer' | 'shared' | null;
  /**
   * What it costs, in bits: against the chosen one how much less it says for the candidate; alone how much it says
   * against them, or (missing) what agreement would have added.
   */
  readonly bits: number;
}

/** Fields that compare what the caller claimed; the others say how well the call fits. */
const claimedFields = comparisonFields.slice(0, fieldIndex('recency'));

const claimed: Readonly<Record<string, (claims: LinkQuery['claims']) => unknown>> = {
  givenName: ({ name }) => name?.given,
  familyName: ({ name }) => name?.family,
  nameOrder: ({ name }) => name,
  phone: ({ phone }) => phone,
  callHistory: ({ phone }) => phone,
  email: ({ email }) => email,
  dateOfBirth: ({ dateOfBirth }) => dateOfBirth,
  street: ({ address }) => address?.street,
  houseNumber: ({ address }) => address?.houseNumber,
  postalCode: ({ address }) => address?.postalCode,
  city: ({ address }) => address?.city,
};

function silentSide(
  { field, level }: FieldWeight,
  query: LinkQuery,
  shared: readonly string[],
): DecisiveField['silent'] {
  const claim = claimed[field];
  if (level === 'missing' && shared.includes(field)) return 'shared';
  if (level !== 'missing' || claim === undefined) return null;
  return claim(query.claims) == null ? 'call' : 'customer';
}

/**
 * What decides against `candidate`: beside somebody who was chosen the field that says most less for the candidate; else,
 * of what callers say about who they are, what contradicts most (by a bit at least), and where nothing does what is
 * missing and would have said most. Null: nothing does.
 *
 * @param shared fields whose value so many customers have that it was left out of the comparison
 */
export function decisiveField(
  candidate: WeighedCandidate,
  chosen: WeighedCandidate | null,
  data: FellegiSunterData,
  query: LinkQuery,
  shared: readonly string[],
): DecisiveField | null {
  const found = (weight: FieldWeight, kind: DecisiveField['kind'], bits: number): DecisiveField => ({
    field: weight.field,
    kind,
    silent: silentSide(weight, query, shared),
    bits,
  });
  const most = (entries: readonly { weight: FieldWeight; bits: number }[]) =>
    entries.reduce<{ weight: FieldWeight; bits: number } | undefined>(
      (best, entry) => (entry.bits > (best?.bits ?? 0) ? entry : best),
      undefined,
    );
  const kindOf = ({ level, bits }: FieldWeight): DecisiveField['kind'] =>
    level === 'missing' ? 'missing' : bits < 0 ? 'contradicts' : 'weaker';
  if (chosen !== null) {
    const bitsOf = new Map(chosen.weights.map(({ field, bits }) => [field, bits]));
    const gaps = candidate.weights.map((weight) => ({
      weight,
      bits: (bitsOf.get(weight.field) ?? 0) - weight.bits,
    }));
    const widest = most(gaps);
    return widest === undefined ? null : found(widest.weight, kindOf(widest.weight), widest.bits);
  }
  const against = most(
    candidate.weights
      .filter(({ field }) => claimedFields[fieldIndex(field)] !== undefined)
      .map((weight) => ({ weight, bits: -weight.bits })),
  );
  if (against !== undefined && against.bits >= 1) return found(against.weight, 'contradicts', against.bits);
  const missing = candidate.weights.filter(({ level }) => level === 'missing');
  // What the caller did say and does not count is nearer than what was never said.
  const leftOut = missing.filter(({ field }) => shared.includes(field));
  const unsaid = most(
    (leftOut.length > 0 ? leftOut : missing).flatMap((weight) => {
      const at = fieldIndex(weight.field);
      if (claimedFields[at] === undefined) return [];
      const highest = claimedFields[at].levels.length - 1;
      return [{ weight, bits: Math.log2(data.match[at]![highest]! / data.random[at]![highest]!) }];
    }),
  );
  return unsaid === undefined ? null : found(unsaid.weight, 'missing', unsaid.bits);
}
