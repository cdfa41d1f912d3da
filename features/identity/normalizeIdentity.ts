import { type NormalizedAddress, normalizeAddress } from './address.ts';
import type { IdentityClaims } from './claims.ts';
import { normalizeDateOfBirth } from './dateOfBirth.ts';
import { defaultLocales } from './defaultLocales.ts';
import { normalizeEmail } from './email.ts';
import type { Locales } from './lexicon.ts';
import { type NormalizedName, normalizeName } from './name.ts';
import { normalizePhone } from './phone.ts';

/** Claims in canonical form; null where nothing usable was said. */
export interface NormalizedIdentity {
  readonly name: NormalizedName | null;
  /** E.164. */
  readonly phone: string | null;
  readonly email: string | null;
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string | null;
  readonly address: NormalizedAddress | null;
}

export interface IdentityOptions {
  /** ISO 3166 region of phone numbers without a country code. */
  readonly region: string;
  /** Languages people speak and write, in the order in which they matter; German, then English by default. */
  readonly locales?: Locales;
}

const apply = <T>(text: string | null | undefined, normalize: (text: string) => T | null): T | null =>
  text == null ? null : normalize(text);

/** Canonical form of what somebody claimed. Never throws, whatever the text. */
export function normalizeIdentity(
  claims: IdentityClaims,
  { region, locales = defaultLocales }: IdentityOptions,
): NormalizedIdentity {
  return {
    name: normalizeName(claims, locales),
    phone: apply(claims.phone, (text) => normalizePhone(text, region, locales)),
    email: apply(claims.email, (text) => normalizeEmail(text, locales)),
    dateOfBirth: apply(claims.dateOfBirth, (text) => normalizeDateOfBirth(text, locales)),
    address: normalizeAddress(claims, locales),
  };
}
