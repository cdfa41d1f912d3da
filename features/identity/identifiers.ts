import { addressText } from './address.ts';
import type { IdentityClaims } from './claims.ts';
import { type IdentityOptions, normalizeIdentity } from './normalizeIdentity.ts';
import { phoneKind } from './phoneKind.ts';

/** One row of the table customer_identifier. */
export interface Identifier {
  readonly kind: 'name' | 'phone' | 'email' | 'date_of_birth' | 'address';
  /** As the source wrote it, cut to 1000 characters. */
  readonly value: string;
  /** Equal strings are equal evidence. */
  readonly normalized: string;
  /**
   * name: {given, family}; address: {street, houseNumber, postalCode, city, district?}; phone: {kind: 'switchboard'}
   * where the number is a company's main line; else {}.
   */
  readonly parts: Readonly<Record<string, string | null>>;
}

const asWritten = (...texts: readonly (string | null | undefined)[]): string =>
  texts
    .filter((text) => text != null && text !== '')
    .map((text) => (text as string).slice(0, 1000))
    .join(' ')
    .slice(0, 1000)
    .replaceAll('\0', '')
    .replace(/[\ud800-\udfff]/gu, '\ufffd');

/**
 * The rows of customer_identifier that the claims of a customer record make; claims that say nothing make none.
 */
export function identifiersOf(
  claims: IdentityClaims,
  options: IdentityOptions = { region: 'DE' },
): Identifier[] {
  const identity = normalizeIdentity(claims, options);
  const rows: Identifier[] = [];
  const { name, address } = identity;
  if (name !== null) {
    const value = asWritten(claims.givenName, claims.familyName) || asWritten(claims.name);
    rows.push({
      kind: 'name',
      value,
      normalized: name.full,
      parts: { given: name.given, family: name.family },
    });
  }
  const plain = (
    kind: Identifier['kind'],
    written: string | null | undefined,
    normalized: string | null,
    parts: Identifier['parts'] = {},
  ) => {
    if (normalized !== null) rows.push({ kind, value: asWritten(written), normalized, parts });
  };
  const main = identity.phone !== null && phoneKind(identity.phone, claims.phone ?? '') === 'switchboard';
  plain('phone', claims.phone, identity.phone, main ? { kind: 'switchboard' } : {});
  plain('email', claims.email, identity.email);
  plain('date_of_birth', claims.dateOfBirth, identity.dateOfBirth);
  if (address !== null) {
    const value = asWritten(claims.street, claims.houseNumber, claims.postalCode, claims.city);
    rows.push({ kind: 'address', value, normalized: addressText(address), parts: { ...address } });
  }
  return rows;
}
