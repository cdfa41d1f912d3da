import type { NormalizedAddress } from '../../features/identity/address.ts';
import { withoutUmlauts } from '../../features/identity/fold.ts';
import type { NameParts } from './compareNames.ts';
import { nameForms } from './nameForms.ts';

/** What keys are made of, on the side of the caller and of the customer alike. */
export interface KeySource {
  readonly names: readonly NameParts[];
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly datesOfBirth: readonly string[];
  readonly addresses: readonly NormalizedAddress[];
}

/** Key under which a full name is found in any order of its words. */
function fullNameKey(name: NameParts): string {
  const words = [...nameForms(name.given ?? '').words, ...nameForms(name.family ?? '').words];
  return `n:${words.map(withoutUmlauts).sort().join(' ')}`;
}

function nameKeys(name: NameParts, add: (key: string) => void): void {
  const given = nameForms(name.given ?? '');
  const family = nameForms(name.family ?? '');
  if (name.given !== null && name.family !== null) {
    add(fullNameKey(name));
    // Both ways round, so that a swapped name is found.
    add(`si:${family.sound}|${given.plain.charAt(0)}`);
    add(`sg:${[family.sound, given.sound].sort().join('|')}`);
  }
  for (const word of [...given.words, ...family.words]) {
    if (word.length > 1) add(`w:${withoutUmlauts(word)}`);
  }
}

function addressKeys(
  address: NormalizedAddress,
  names: readonly NameParts[],
  add: (key: string) => void,
): void {
  const street = address.street === null ? null : nameForms(address.street).plain;
  if (street !== null && address.postalCode !== null) add(`a:${address.postalCode}|${street}`);
  if (street !== null && address.houseNumber !== null) add(`h:${address.houseNumber}|${street}`);
  if (address.postalCode === null) return;
  for (const name of names) {
    for (const part of [name.given, name.family]) {
      if (part !== null) add(`z:${address.postalCode}|${nameForms(part).sound}`);
    }
  }
}

/** Distinct keys by which a customer is filed and looked for: agreeing on one makes a candidate. */
export function blockingKeys(source: KeySource): string[] {
  const keys = new Set<string>();
  const add = (key: string) => keys.add(key);
  for (const name of source.names) nameKeys(name, add);
  for (const phone of source.phones) add(`p:${phone}`);
  for (const email of source.emails) add(`e:${email}`);
  for (const date of source.datesOfBirth) add(`d:${date}`);
  for (const address of source.addresses) addressKeys(address, source.names, add);
  return [...keys];
}
