import { foldCity } from './city.ts';
import { defaultLocales } from './defaultLocales.ts';
import { fold } from './fold.ts';
import { type Locales, perLocales, wordSet } from './lexicon.ts';
import { spokenDigits } from './spokenDigits.ts';
import { foldHouseNumber, foldStreet, splitStreet } from './street.ts';

/** Folded parts of a postal address; null where nothing was said. */
export interface NormalizedAddress {
  /** Street name without the house number; str. and strasse are both `strasse`, as a word of its own or not. */
  readonly street: string | null;
  /** Number and letter without blanks: `12a`; ranges with a hyphen: `12-14`. */
  readonly houseNumber: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  /** Part of the city; left out when none was named. Not part of {@link addressText}. */
  readonly district?: string;
}

const countryPrefix = perLocales(
  (packs) =>
    new RegExp(
      `^(?:${[...wordSet(packs, ({ address }) => address.countryPrefixes)].join('|') || '-'})[\\s-]*(?=\\d{4,5}\\b)`,
    ),
);

const orNull = (text: string): string | null => (text === '' ? null : text);

function foldPostalCode(text: string, packs: Locales): string {
  const folded = fold(text).replace(countryPrefix(packs), '');
  if (/\d/.test(folded) || folded === '') return folded.replace(/[\s-]+/g, '');
  return spokenDigits(folded, packs) ?? folded.replace(/[\s-]+/g, '');
}

/** Canonical parts of an address, or null when no part says anything. Splits `Hauptstr. 5` given as street. */
export function normalizeAddress(
  claims: {
    readonly street?: string | null | undefined;
    readonly houseNumber?: string | null | undefined;
    readonly postalCode?: string | null | undefined;
    readonly city?: string | null | undefined;
  },
  packs: Locales = defaultLocales,
): NormalizedAddress | null {
  let street = (claims.street ?? '').slice(0, 256);
  let houseNumber = foldHouseNumber((claims.houseNumber ?? '').slice(0, 256), packs);
  const split = houseNumber === '' ? splitStreet(street.normalize('NFKC').trim()) : undefined;
  if (split !== undefined) {
    street = split.street;
    houseNumber = foldHouseNumber(split.houseNumber, packs);
  }
  let postalCode = foldPostalCode(claims.postalCode ?? '', packs);
  let city = (claims.city ?? '').slice(0, 256).normalize('NFKC').trim();
  const codeInCity = /^(?:\p{L}{1,2}[\s-]*)?(\d{4,5})\s+(.+)$/u.exec(city);
  if (codeInCity !== null && (postalCode === '' || postalCode === codeInCity[1])) {
    postalCode = codeInCity[1] as string;
    city = codeInCity[2] as string;
  }
  const place = foldCity(city, packs);
  const parts = {
    street: orNull(foldStreet(fold(street), packs)),
    houseNumber: orNull(houseNumber),
    postalCode: orNull(postalCode),
    city: orNull(place.city),
  };
  if (Object.values(parts).every((part) => part === null)) return null;
  return place.district === null ? parts : { ...parts, district: place.district };
}

/** One string per address, equal for equal addresses. */
export function addressText(address: NormalizedAddress): string {
  return [address.street, address.houseNumber, address.postalCode, address.city]
    .map((part) => part ?? '')
    .join('|');
}
