import { fold } from '../../../features/identity/fold.ts';
import type { FieldKind } from './fieldKind.ts';

/** What the name of a column says about it; date parts are joined to one date. */
export type NamedKind = FieldKind | 'identifier' | 'year' | 'month' | 'day' | undefined;

const patterns: readonly (readonly [NamedKind, RegExp])[] = [
  [
    'identifier',
    /^(.* )?(id|ids|uid|uuid|guid|uri|url|key|cluster|clusters|entity|label|truth|kennung|kundennummer|kundennr|rownum|rowid|row|index|record number|customer number|ssn|sozialversicherungsnummer|steuernummer)( \d+| [lr])?$/,
  ],
  ['year', /^(b|by|birth ?year|year of birth|geburtsjahr|geb ?jahr|yob|jahr|year|dob y|dob year|birth y)$/],
  [
    'month',
    /^(bm|birth ?month|month of birth|geburtsmonat|geb ?monat|mob|monat|month|dob m|dob month|birth m)$/,
  ],
  ['day', /^(bd|birth ?day of month|day of birth|geburtstag tag|geb ?tag|tag|day|dob d|dob day|birth d)$/],
  [
    'date',
    /\b(date|dates|dob|birthday|birthdate|geburtsdatum|geburtstag|geb ?datum|geboren|datum|bday|born)\b/,
  ],
  ['email', /\b(e ?mail|email ?address|mailadresse|emailadresse)s?\b|^mail$/],
  [
    'phone',
    /\b(telefon|telephone|phone|tel|mobile?|handy|fax|rufnummer|telefonnummer|handynummer|mobilnummer|cell)\b/,
  ],
  ['postalCode', /\b(post ?code|postal ?code|zip|zip ?code|plz|postleitzahl)\b/],
  ['houseNumber', /\b(house ?(number|no|nr|num)|street ?(number|no|nr|num)|haus ?(nummer|nr)|hnr)\b/],
  [
    'fullName',
    /\b(full ?name|first and (sur|last) ?name|vollstaendiger name|complete ?name|display ?name|person ?name|name full)\b|^name$/,
  ],
  [
    'givenName',
    /\b(given ?name|first ?name|fore ?name|fname|vorname|vornamen|rufname|middle ?name|zweitname|given|christian ?name|second ?name)\b/,
  ],
  [
    'familyName',
    /\b(family ?name|last ?name|sur ?name|lname|nachname|familienname|zuname|family|geburtsname|maiden ?name)\b/,
  ],
  [
    'city',
    /\b(city|ort|stadt|wohnort|town|suburb|birth ?place|place of birth|place|geburtsort|village|gemeinde|municipality)\b/,
  ],
  ['street', /\b(street|strasse|str|address|adresse|anschrift|road)\b/],
  [
    'category',
    /\b(sex|gender|geschlecht|anrede|salutation|title|titel|state|bundesland|country|land|nation|nationality|status|region|county)\b/,
  ],
];

/** Words of a column's name: camelCase, underscores and umlauts do not matter. */
export const columnWords = (name: string): string =>
  fold(
    name
      .replace(/([a-zäöüß])([A-ZÄÖÜ])/g, '$1 $2')
      .replace(/([A-Za-z])(\d)/g, '$1 $2')
      .replace(/[_\-./]+/g, ' '),
  );

/** The kind a column's name tells; undefined when it tells none. */
export function kindOfName(name: string): NamedKind {
  const words = columnWords(name);
  return patterns.find(([, pattern]) => pattern.test(words))?.[0];
}
