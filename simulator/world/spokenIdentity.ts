import { isoDate } from '../calendar.ts';
import { misheard } from '../names/mishearing.ts';
import type { Parameters } from '../parameters.ts';
import { between, chance, pick, pickWeighted } from '../random/distributions.ts';
import type { Uniform } from '../random/stream.ts';
import type { Person } from './person.ts';
import { valueAt } from './timeline.ts';

/** What a call leaves about who is calling, as the call system writes it down. */
export interface Claims {
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly dateOfBirth?: string;
  readonly street?: string;
  readonly postalCode?: string;
}

const greetings = [
  'Guten Tag',
  'Guten Morgen',
  'Hallo',
  'Grüß Gott',
  'Ja hallo',
  'Schönen guten Tag',
  'Servus',
  'Moin',
];

/** Whether the claims hold anything about who called; a greeting taken for a name does not. */
export function identifies(claims: Claims): boolean {
  const { name, ...rest } = claims;
  return Object.keys(rest).length > 0 || (name !== undefined && !greetings.includes(name));
}

/** A name as it comes out of the transcription: word by word right, or misheard. */
function heardName(
  random: Uniform,
  spoken: string,
  right: number,
  person: Person,
  parameters: Parameters,
): string {
  const { calls } = parameters;
  const chanceRight = right * (person.origin === 'german' ? 1 : calls.heardForeign);
  if (chance(random, chanceRight)) return spoken;
  const parts = spoken.split(/([- ])/);
  const words = parts.flatMap((part, i) => (/^\p{Lu}/u.test(part) ? [i] : []));
  const wrong = pick(random, words);
  return parts.map((part, i) => (i === wrong ? misheard(random, part, calls) : part)).join('');
}

/** People shorten their own names: Anna-Lena says Anna, Müller-Schmidt says Müller, von Berg says Berg. */
function spokenForm(random: Uniform, name: string): string {
  const bare = chance(random, 0.3) ? name.replace(/^(von der|von|zu) /, '') : name;
  return /[- ]/.test(bare) && bare === name && !/^(von|zu) /.test(name) && chance(random, 0.4)
    ? (bare.split(/[- ]/)[0] as string)
    : bare;
}

function nameClaims(random: Uniform, person: Person, at: number, parameters: Parameters): Claims {
  const { calls } = parameters;
  const said = pickWeighted(random, calls.nameSpoken);
  const given = heardName(
    random,
    spokenForm(random, person.givenName),
    calls.heardGivenName,
    person,
    parameters,
  );
  const family = heardName(
    random,
    spokenForm(random, valueAt(person.surname, at)),
    calls.heardSurname,
    person,
    parameters,
  );
  const separated = chance(random, calls.namePartsSeparated);
  const reversed = chance(random, 0.06);
  const salutation = chance(random, 0.3) ? (person.sex === 'female' ? 'Frau ' : 'Herr ') : '';
  const greeting = pick(random, greetings);
  switch (said) {
    case 'none':
      return {};
    case 'greeting':
      return { name: greeting };
    case 'given':
      return separated ? { givenName: given } : { name: given };
    case 'surname':
      return separated ? { familyName: family } : { name: `${salutation}${family}` };
    case 'full':
      if (separated) return { givenName: given, familyName: family };
      return { name: reversed ? `${family} ${given}` : `${given} ${family}` };
  }
}

/** Dictated birth date; German says units before tens, so 23 and 32 are confused most. */
function birthClaim(random: Uniform, born: number, wrong: number): string {
  let [year, month, day] = isoDate(born).split('-') as [string, string, string];
  if (chance(random, wrong)) {
    const swappedYear = `${year.slice(0, 2)}${year.slice(3)}${year.slice(2, 3)}`;
    const error = between(random, 0, 2);
    if (error === 0 && swappedYear !== year && Number(swappedYear) < 2015) year = swappedYear;
    else if (error === 1) day = String(1 + (Number(day) % 28)).padStart(2, '0');
    else month = String(1 + (Number(month) % 12)).padStart(2, '0');
  }
  return chance(random, 0.7) ? `${day}.${month}.${year}` : `${year}-${month}-${day}`;
}

function oneDigitWrong(random: Uniform, digits: string): string {
  const at = between(random, 2, digits.length - 1);
  return `${digits.slice(0, at)}${(Number(digits[at]) + between(random, 1, 8)) % 10}${digits.slice(at + 1)}`;
}

function heardEmail(random: Uniform, email: string, wrong: number): string {
  if (!chance(random, wrong)) return email;
  const [user, domain] = email.split('@') as [string, string];
  const cut = between(random, 1, Math.max(1, user.length - 2));
  return pick(random, [
    `${user.replace(/[._]/, '')}${user.match(/[._]/) ? '' : '1'}@${domain}`,
    `${user.slice(0, cut)}${user.slice(cut + 1)}@${domain}`,
    `${misheard(random, user, { secondError: 0, replacedByCommon: 0 }).toLowerCase()}@${domain}`,
  ]);
}

/** Everything a call leaves about its caller. `showsNumber`: the caller's line is displayed. */
export function spokenIdentity(
  random: Uniform,
  person: Person,
  at: number,
  showsNumber: boolean,
  hangsUp: boolean,
  parameters: Parameters,
): Claims {
  const { calls } = parameters;
  // Every draw is made for every call: a changed share then changes only the calls it concerns.
  const name = nameClaims(random, person, at, parameters);
  const birth = {
    said: chance(random, calls.dateOfBirth),
    as: birthClaim(random, person.born, calls.dateOfBirthWrong),
  };
  const address = valueAt(person.address, at);
  const postal = {
    said: chance(random, calls.postalCode),
    as: chance(random, calls.postalCodeWrong)
      ? oneDigitWrong(random, address.postalCode)
      : address.postalCode,
  };
  const saysStreet = chance(random, calls.street);
  const mail = { said: chance(random, calls.email), as: heardEmail(random, person.email, calls.emailWrong) };
  const mobile = person.mobile === null ? null : valueAt(person.mobile, at);
  const line = (
    person.habit.fromLandline ? (person.landline ?? mobile) : (mobile ?? person.landline)
  ) as string;
  const number = showsNumber ? { phone: line } : {};
  if (hangsUp) return number;
  return {
    ...name,
    ...number,
    ...(birth.said ? { dateOfBirth: birth.as } : {}),
    ...(postal.said ? { postalCode: postal.as } : {}),
    ...(saysStreet ? { street: address.street } : {}),
    ...(mail.said ? { email: mail.as } : {}),
  };
}
