import type { EvidenceVariable } from './evidenceVariable.ts';
import type { FieldKind } from './fieldKind.ts';
import { sharesWithinNorms } from './sharesWithinNorms.ts';

/** What a household shares and its neighbours do not; many live in one town or postal area. */
const ofHome: ReadonlySet<FieldKind> = new Set(['familyName', 'street', 'houseNumber', 'phone']);
const ofPeople: ReadonlySet<FieldKind> = new Set(['givenName', 'date']);

/** Share of households, before any was seen, whose members agree on something as the records of one person do. */
const usuallyShared = 0.8;
const sharedEmail = 0.2;

/** Whether people of one household are as strangers here. */
export const tellsApart = ({ kinds }: EvidenceVariable): boolean => kinds.every((kind) => ofPeople.has(kind));

/**
 * Whether records can tell two people of one household from one person: they have given names, and at least two of
 * family name, address and phone, without which nothing shows a household.
 */
export const tellsHouseholdsApart = (variables: readonly EvidenceVariable[]): boolean =>
  variables.some(({ kinds }) => kinds.includes('givenName')) &&
  variables.filter(({ kinds }) => kinds.some((kind) => ofHome.has(kind))).length >= 2;

/** Shares among different people of one household before any was seen; undefined where they are as strangers. */
export function expectedAtHome(
  variable: EvidenceVariable,
  usual: Float64Array,
  background: Float64Array,
): Float64Array | undefined {
  if (tellsApart(variable)) return undefined;
  const shared = variable.kinds.includes('email') ? sharedEmail : usuallyShared;
  return sharesWithinNorms(
    usual.map((share, state) => shared * share + (1 - shared) * background[state]!),
    variable,
  );
}
