import { fold } from './fold.ts';

/** Folded parts of a postal address; null where nothing was said. */
export interface NormalizedAddress {
  /** Street name without the house number; str. and strasse are both `strasse`, as a word of its own or not. */
  readonly street: string | null;
  /** Number and letter without blanks: `12a`. */
  readonly houseNumber: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
}

const houseNumberAtEnd = /^(.*\D)\s+(\d{1,5}\s*[a-z]?(?:\s*[-/]\s*\d{1,5}\s*[a-z]?)?)$/;

function foldStreet(text: string): string {
  return fold(text)
    .replace(/strasse\b|str\b/g, 'strasse')
    .replace(/pl\b/g, 'platz')
    .replace(/[\s-]+/g, ' ')
    .replace(/ (strasse|platz|weg|allee|gasse|ring)\b/g, '$1')
    .trim();
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** Canonical parts of an address, or null when no part says anything. Splits `Hauptstr. 5` given as street. */
export function normalizeAddress(claims: {
  readonly street?: string | null | undefined;
  readonly houseNumber?: string | null | undefined;
  readonly postalCode?: string | null | undefined;
  readonly city?: string | null | undefined;
}): NormalizedAddress | null {
  let streetText = fold(claims.street ?? '');
  let houseNumber = fold(claims.houseNumber ?? '').replace(/\s+/g, '');
  const split = houseNumber === '' ? houseNumberAtEnd.exec(streetText) : null;
  if (split !== null) {
    streetText = split[1] as string;
    houseNumber = (split[2] as string).replace(/\s+/g, '');
  }
  let postalCode = fold(claims.postalCode ?? '')
    .replace(/^d-?(?=\d{5}$)/, '')
    .replace(/[\s-]+/g, '');
  let city = fold(claims.city ?? '');
  const codeInCity = postalCode === '' ? /^(?:d-?)?(\d{4,5})\s+(.+)$/.exec(city) : null;
  if (codeInCity !== null) {
    postalCode = codeInCity[1] as string;
    city = codeInCity[2] as string;
  }
  const address = {
    street: orNull(foldStreet(streetText)),
    houseNumber: orNull(houseNumber),
    postalCode: orNull(postalCode),
    city: orNull(city),
  };
  return Object.values(address).some((part) => part !== null) ? address : null;
}

/** One string per address, equal for equal addresses. */
export function addressText(address: NormalizedAddress): string {
  return [address.street, address.houseNumber, address.postalCode, address.city]
    .map((part) => part ?? '')
    .join('|');
}
