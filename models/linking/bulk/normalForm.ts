import { normalizeEmail } from '../../../features/identity/email.ts';
import { fold } from '../../../features/identity/fold.ts';
import { normalizeName } from '../../../features/identity/name.ts';
import { normalizePhone } from '../../../features/identity/phone.ts';
import type { FieldKind } from './fieldKind.ts';

const orNull = (text: string): string | null => (text === '' ? null : text);

const plain = (text: string) => orNull(fold(text));

/**
 * Titles, salutations, particles and birth names are no part of a name, and "unknown" is none; but what only looks like
 * none because of slips (mu11er) is kept as it is.
 */
const personName = (text: string, name: string | null | undefined): string | null =>
  name ?? (/\d/.test(text) ? plain(text) : null);

const street = (text: string): string | null =>
  orNull(
    fold(text)
      .replace(/[\s-]+/g, ' ')
      .replace(/str(?:asse)?\b/g, 'str')
      .replace(/ str\b/g, 'str')
      .replace(/\bstreet\b/g, 'st')
      .replace(/\broad\b/g, 'rd')
      .replace(/\bavenue\b/g, 'ave')
      .trim(),
  );

/** Canonical form of a value by its kind; null when it says nothing. Never throws. Dates: see dateDigits.ts. */
function normalForm(kind: FieldKind, text: string, region: string): string | null {
  switch (kind) {
    case 'email':
      return normalizeEmail(text) ?? orNull(text.trim().toLowerCase().slice(0, 256));
    case 'phone':
      return normalizePhone(text, region) ?? orNull(text.replace(/\D/g, '').slice(0, 32));
    case 'street':
      return street(text);
    case 'postalCode':
      return orNull(fold(text).replace(/-/g, ' '));
    case 'houseNumber':
      return orNull(fold(text).replace(/\s+/g, ''));
    case 'number': {
      const value = Number(text.replace(',', '.'));
      return text.trim() !== '' && Number.isFinite(value) ? String(value) : null;
    }
    case 'givenName':
      return personName(text, normalizeName({ givenName: text })?.given?.replaceAll('-', ' '));
    case 'familyName':
      return personName(text, normalizeName({ familyName: text })?.family);
    default:
      return plain(text);
  }
}

/** Normal forms of many values. */
export const normalForms = (kind: FieldKind, words: readonly string[], region: string): (string | null)[] =>
  words.map((word) => normalForm(kind, word, region));
