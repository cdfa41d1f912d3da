import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** Numbers that switches send when the caller hides theirs; 266696687 spells ANONYMOUS on a keypad. */
const withheldNumbers = new Set(['266696687', '7378742833', '2562533', '8656696', '86282452253']);

/** ISO 3166 code that numbers without a country code are read in; unknown regions are read as Germany. */
function phoneRegion(region: string): CountryCode {
  const code = region.toUpperCase();
  return isSupportedCountry(code) ? code : 'DE';
}

/**
 * E.164 of a phone number in any notation, or null when the number was withheld or cannot be one
 * (words, too few or too many digits, one digit repeated).
 */
export function normalizePhone(text: string, region: string): string | null {
  const written = text.slice(0, 64);
  const digits = written.normalize('NFKC').replace(/\D/g, '');
  if (digits.length < 5 || withheldNumbers.has(digits) || /^(\d)\1+$/.test(digits)) return null;
  const country = phoneRegion(region);
  const parsed = parsePhoneNumberFromString(written, country);
  if (parsed === undefined || !parsed.isPossible()) return null;
  // A German number may have any length, so 49171... without a plus also reads as a local number.
  if (
    !/^\s*[+＋(]?0|\+|＋/.test(written) &&
    digits.length >= 11 &&
    digits.startsWith(parsed.countryCallingCode)
  ) {
    const international = parsePhoneNumberFromString(`+${digits}`);
    if (international?.isValid() === true) return international.number;
  }
  return parsed.number;
}
