import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { defaultLocales } from './defaultLocales.ts';
import { fold } from './fold.ts';
import { type Locales, perLocales } from './lexicon.ts';
import { phoneKind } from './phoneKind.ts';
import { spokenDigits } from './spokenDigits.ts';

/** Numbers that switches send when the caller hides theirs; 266696687 spells ANONYMOUS on a keypad. */
const withheldNumbers = new Set(['266696687', '7378742833', '2562533', '8656696', '86282452253']);

const withheldWords = perLocales((packs) => new Set(packs.flatMap(({ phone }) => phone.withheld.map(fold))));

/** ISO 3166 code that numbers without a country code are read in; unknown regions are read as Germany. */
function phoneRegion(region: string): CountryCode {
  const code = region.toUpperCase();
  return isSupportedCountry(code) ? code : 'DE';
}

/**
 * Whether the text says that the number was hidden, in words (anonym, withheld) or by a number that stands for them.
 * An empty text says nothing.
 */
export function isWithheld(text: string, packs: Locales = defaultLocales): boolean {
  const written = text.slice(0, 64);
  const words = fold(written);
  const digits = written.normalize('NFKC').replace(/\D/g, '');
  return withheldWords(packs).has(words) || withheldNumbers.has(digits) || /^0+$/.test(digits);
}

/**
 * E.164 of a phone number in any notation, also in words, or null when the number was withheld, cannot be one (too few
 * or too many digits, one digit repeated) or cannot be a caller's: emergency and service numbers (see phoneKind.ts).
 */
export function normalizePhone(text: string, region: string, packs: Locales = defaultLocales): string | null {
  let written = text.slice(0, 64);
  let digits = written.normalize('NFKC').replace(/\D/g, '');
  if (digits.length < 5 && /\p{L}/u.test(text.slice(0, 256))) {
    written = spokenDigits(text, packs) ?? written;
    digits = written.normalize('NFKC').replace(/\D/g, '');
  }
  if (digits.length < 5 || withheldNumbers.has(digits) || /^(\d)\1+$/.test(digits)) return null;
  const country = phoneRegion(region);
  const parsed = parsePhoneNumberFromString(written, country);
  if (parsed === undefined || !parsed.isPossible()) return null;
  let number: string = parsed.number;
  // A German number may have any length, so 49171... without a plus also reads as a local number.
  if (
    !/^\s*[+＋(]?0|\+|＋/.test(written) &&
    digits.length >= 11 &&
    digits.startsWith(parsed.countryCallingCode)
  ) {
    const international = parsePhoneNumberFromString(`+${digits}`);
    if (international?.isValid() === true) number = international.number;
  }
  const kind = phoneKind(number, written);
  return kind === 'emergency' || kind === 'service' ? null : number;
}
