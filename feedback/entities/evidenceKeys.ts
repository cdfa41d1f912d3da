import type { NormalizedAddress } from '../../features/identity/address.ts';
import { withoutUmlauts } from '../../features/identity/fold.ts';
import { koelnerPhonetik } from '../../features/identity/koelnerPhonetik.ts';
import type { NormalizedName } from '../../features/identity/name.ts';

/** What somebody is known by, or claimed to be. */
export interface Evidence {
  readonly names: readonly Pick<NormalizedName, 'given' | 'family'>[];
  /** E.164. */
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  /** YYYY-MM-DD. */
  readonly datesOfBirth: readonly string[];
  readonly addresses: readonly NormalizedAddress[];
}

const sound = (name: string): string => koelnerPhonetik(name);

/**
 * Blocking keys by which open calls are kept in the database and found by new evidence: number, e-mail address, date of
 * birth, whole name in any order of its words, sounds of the name, street with number or postal code. They are text and
 * part of the stored data, so unlike the keys of the candidate index they do not change with how that is built.
 */
export function evidenceKeys({ names, phones, emails, datesOfBirth, addresses }: Evidence): string[] {
  const keys = new Set<string>();
  for (const phone of phones) keys.add(`phone:${phone}`);
  for (const email of emails) keys.add(`email:${email}`);
  for (const date of datesOfBirth) keys.add(`born:${date}`);
  for (const { given, family } of names) {
    if (given === null || family === null) continue;
    const words = withoutUmlauts(`${given} ${family}`)
      .split(/[\s-]+/)
      .filter(Boolean);
    keys.add(`name:${words.sort().join(' ')}`);
    keys.add(`sounds:${[sound(given), sound(family)].sort().join(' ')}`);
  }
  for (const { street, houseNumber, postalCode } of addresses) {
    if (street === null) continue;
    const plain = withoutUmlauts(street.replace(/[\s-]+/g, ''));
    if (postalCode !== null) keys.add(`place:${postalCode} ${plain}`);
    if (houseNumber !== null) keys.add(`door:${houseNumber} ${plain}`);
  }
  return [...keys];
}
