import type { NormalizedAddress } from '../../../features/identity/address.ts';
import { withoutUmlauts } from '../../../features/identity/fold.ts';
import { givenNameGroups } from '../../../features/identity/givenNameGroups.ts';
import { phoneKind } from '../../../features/identity/phoneKind.ts';
import { AttributeShares } from '../../../models/linking/attributeShares.ts';
import {
  compareCity,
  compareDateOfBirth,
  compareEmail,
  compareHouseNumber,
  comparePhone,
  comparePostalCode,
  compareStreet,
} from '../../../models/linking/compareContact.ts';
import { compareContext } from '../../../models/linking/compareContext.ts';
import { compareNames, type NameParts } from '../../../models/linking/compareNames.ts';
import type { ComparisonVector } from '../../../models/linking/comparison.ts';
import { comparisonFields, fieldIndex, missing } from '../../../models/linking/comparisonFields.ts';
import type { KnownAppointment, KnownCall } from '../../../models/linking/customerEvidence.ts';
import { expectedFellegiSunter, matchWeight } from '../../../models/linking/fellegiSunter.ts';
import type { IdentityEvent } from '../../../models/linking/identityEvent.ts';
import type { BlockLimits, KeyKind } from '../../../models/linking/keyKinds.ts';
import type { LinkQuery } from '../../../models/linking/linkQuery.ts';
import { localTimeIn } from '../../../models/linking/localTime.ts';
import { nameForms } from '../../../models/linking/nameForms.ts';

/** Identifiers, calls and appointments of one customer, those merged into it included. */
interface Person {
  readonly index: number;
  readonly id: string;
  readonly names: NameParts[];
  readonly phones: { number: string; mainLine: boolean }[];
  readonly emails: string[];
  readonly dates: string[];
  readonly addresses: NormalizedAddress[];
  readonly calls: KnownCall[];
  readonly appointments: KnownAppointment[];
}

type Identifier = IdentityEvent & { readonly type: 'identifier' | 'identifierRetracted' };

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const both = (name: NameParts): string[] => [name.given, name.family].filter((part) => part !== null);
const plainWords = (name: string) =>
  nameForms(name)
    .words.filter(({ length }) => length > 1)
    .map(withoutUmlauts);

/**
 * What an identity state answers, the slow and obvious way: from the whole history (each event once, in order), with
 * plain text, scanning all customers for each call. Leaves out what only callers who left nothing get.
 */
export class PlainIdentityState {
  readonly #people: Person[] = [];
  /** Of one kind, by call. */
  readonly #vectors = new Map<string, readonly number[]>();
  readonly #shares = new AttributeShares();
  readonly #limits: BlockLimits;

  constructor(events: readonly IdentityEvent[], timezone: string, limits: BlockLimits) {
    this.#limits = limits;
    const order: string[] = [];
    const mergedInto = new Map<string, string>();
    const gone = new Set<string>();
    const identifiers = new Map<string, Map<string, Identifier>>();
    const calls = new Map<string, { customerId: string; call: KnownCall }>();
    const appointments = new Map<string, { customerId: string; appointment: KnownAppointment }>();
    const know = (id: string) => {
      if (!order.includes(id)) order.push(id);
    };
    const rootOf = (id: string): string => (mergedInto.has(id) ? rootOf(mergedInto.get(id)!) : id);
    for (const event of events) {
      if ('customerId' in event && event.type !== 'linkRetracted') know(event.customerId);
      if (event.type === 'customer') {
        mergedInto.delete(event.customerId);
        gone.delete(event.customerId);
        if (event.status !== 'merged') continue;
        if (event.mergedIntoId !== null) {
          know(event.mergedIntoId);
          if (rootOf(event.mergedIntoId) === event.customerId) continue;
          mergedInto.set(event.customerId, event.mergedIntoId);
        }
        gone.add(event.customerId);
      } else if (event.type === 'identifier') {
        const own = identifiers.get(event.customerId) ?? new Map<string, Identifier>();
        identifiers.set(event.customerId, own.set(`${event.kind}|${event.normalized}`, event));
      } else if (event.type === 'identifierRetracted') {
        identifiers.get(event.customerId)?.delete(`${event.kind}|${event.normalized}`);
      } else if (event.type === 'link') {
        const call = {
          callId: event.callId,
          occurredAt: event.occurredAt.getTime(),
          service: event.service,
          ...localTimeIn(timezone)(event.occurredAt),
          attributes: event.attributes ?? {},
          phone: event.claims?.phone ?? null,
          name: event.claims?.name ?? null,
          confirmed: event.claims !== undefined,
        };
        calls.set(event.callId, { customerId: event.customerId, call });
      } else if (event.type === 'embedding') {
        this.#vectors.set(event.callId, event.direction === null ? [] : [...event.direction]);
      } else if (event.type === 'linkRetracted') {
        if (calls.get(event.callId)?.customerId === event.customerId) calls.delete(event.callId);
      } else if (event.type === 'appointment') {
        const id = event.appointmentId!;
        if (event.cancelled === true) appointments.delete(id);
        else {
          const appointment = { id, scheduledAt: event.scheduledAt.getTime(), service: event.service };
          appointments.set(id, { customerId: event.customerId, appointment });
        }
      }
    }
    for (const { call } of calls.values()) this.#shares.count(call.attributes, 1);
    for (const [index, id] of order.entries()) {
      if (gone.has(id)) continue;
      const family = order.filter((other) => rootOf(other) === id);
      const own = [id, ...family.filter((other) => other !== id)].flatMap((member) => [
        ...(identifiers.get(member)?.values() ?? []),
      ]);
      const of = (kind: Identifier['kind']) => own.filter((one) => one.kind === kind);
      const byTime = [...calls.values()]
        .filter(({ customerId }) => family.includes(customerId))
        .map(({ call }) => call)
        .sort((a, b) => a.occurredAt - b.occurredAt || (a.callId < b.callId ? -1 : 1));
      this.#people.push({
        index,
        id,
        names: of('name').map(({ parts, normalized }) => {
          const name = { given: text(parts.given), family: text(parts.family) };
          return name.given === null && name.family === null ? { given: null, family: normalized } : name;
        }),
        phones: of('phone').map(({ normalized, parts }) => ({
          number: normalized,
          mainLine: parts.kind === 'switchboard',
        })),
        emails: of('email').map(({ normalized }) => normalized),
        dates: of('date_of_birth').map(({ normalized }) => normalized),
        addresses: of('address').map(({ parts }) => ({
          street: text(parts.street),
          houseNumber: text(parts.houseNumber),
          postalCode: text(parts.postalCode),
          city: text(parts.city),
        })),
        calls: byTime,
        appointments: [...appointments.values()]
          .filter(({ customerId }) => family.includes(customerId))
          .map(({ appointment }) => appointment),
      });
    }
  }

  candidates(query: LinkQuery, limit = 20): { customerId: string; comparison: ComparisonVector }[] {
    const keysOf = new Map(this.#people.map((person) => [person, customerKeys(person)]));
    const carried = new Set(
      [...keysOf.values()].flatMap((keys) => keys.filter((key) => key.startsWith('word|'))),
    );
    const lookups = callKeys(
      query,
      [...carried].map((key) => key.slice(5)),
    )
      .map(({ kind, key }) => ({
        kind,
        members: this.#people.filter((person) => keysOf.get(person)!.includes(key)),
      }))
      .filter(({ members }) => members.length > 0)
      .sort((a, b) => a.members.length - b.members.length);
    const bring = (chosen: typeof lookups, most: number) => {
      const found = new Set<Person>();
      let brought = 0;
      for (const { members } of chosen) {
        brought += members.length;
        if (brought > most) break;
        for (const member of members) found.add(member);
      }
      return found;
    };
    let found = bring(
      lookups.filter(({ kind, members }) => members.length <= this.#limits[kind]),
      3000,
    );
    if (found.size === 0) found = bring(lookups, 5000);
    const expected = expectedFellegiSunter(1);
    return [...found]
      .map((person) => ({ person, comparison: this.#compare(query, person) }))
      .map((one) => ({ ...one, weight: matchWeight(expected, one.comparison) }))
      .sort((a, b) => b.weight - a.weight || a.person.index - b.person.index)
      .slice(0, limit)
      .map(({ person, comparison }) => ({ customerId: person.id, comparison }));
  }

  #compare(query: LinkQuery, person: Person): ComparisonVector {
    const { claims } = query;
    const levels: number[] = comparisonFields.map(() => missing);
    const frequencies: number[] = comparisonFields.map(() => 0);
    const set = (
      field: string,
      level: number,
      value: string | null = null,
      valuesOf: (person: Person) => readonly (string | null)[] = () => [],
    ) => {
      const at = fieldIndex(field);
      levels[at] = level;
      if (
        level === comparisonFields[at]!.levels.length - 1 &&
        value !== null &&
        comparisonFields[at]!.byFrequency
      )
        frequencies[at] = this.#frequency(value, valuesOf);
    };
    const others = person.calls.filter(({ callId }) => callId !== query.callId);
    const known = others.flatMap(({ callId, confirmed }) => {
      const vector = this.#vectors.get(callId) ?? [];
      return confirmed && vector.length > 0 ? [vector] : [];
    });
    for (const { direction } of query.embeddings ?? []) {
      if (known.length === 0) continue;
      const mean = [...direction].map((_, at) => known.reduce((sum, vector) => sum + vector[at]!, 0));
      const cosine = mean.reduce((sum, value, at) => sum + value * direction[at]!, 0) / Math.hypot(...mean);
      set('embedding', [0.2, 0.4, 0.6, 0.8].filter((least) => cosine >= least).length);
    }
    const names = [...person.names, ...others.flatMap(({ name }) => name ?? [])];
    if (claims.name !== null && names.length > 0) {
      const compared = names.map((name) => ({ name, found: compareNames(claims.name!, name) }));
      const best = compared.reduce((most, one) => (one.found.worth > most.found.worth ? one : most));
      const known = ({ names, calls }: Person) => [...names, ...calls.flatMap(({ name }) => name ?? [])];
      set('givenName', best.found.givenName, best.name.given, (one) => known(one).map(({ given }) => given));
      set('familyName', best.found.familyName, best.name.family, (one) =>
        known(one).map(({ family }) => family),
      );
      set('nameOrder', best.found.nameOrder);
    }
    const best = <Value>(values: readonly Value[], compare: (value: Value) => number) =>
      values.reduce<{ level: number; value: Value | null }>(
        (most, value) => (compare(value) > most.level ? { level: compare(value), value } : most),
        { level: missing, value: null },
      );
    const numbers = (one: Person) => one.phones.map(({ number }) => number);
    if (claims.phone !== null) {
      const phone = best(person.phones, ({ number, mainLine }) =>
        comparePhone(claims.phone!, number, mainLine || phoneKind(number) === 'switchboard'),
      );
      set('phone', phone.level, phone.value?.number ?? null, numbers);
      const heard = best(
        others.flatMap(({ phone }) => phone ?? []),
        (number) => (number === claims.phone ? 1 : 0),
      );
      set('callHistory', heard.level, heard.value, ({ calls }) => calls.map(({ phone }) => phone));
    }
    if (claims.email !== null) {
      const email = best(person.emails, (address) => compareEmail(claims.email!, address));
      set('email', email.level, email.value, ({ emails }) => emails);
    }
    if (claims.dateOfBirth !== null) {
      const date = best(person.dates, (day) => compareDateOfBirth(claims.dateOfBirth!, day));
      set('dateOfBirth', date.level, date.value, ({ dates }) => dates);
    }
    if (claims.address !== null) {
      const claimed = claims.address;
      const level = (a: string | null, b: string | null, compare: (a: string, b: string) => number) =>
        a === null || b === null ? missing : compare(a, b);
      const compared = person.addresses.map((address) => ({
        address,
        levels: [
          level(claimed.street, address.street, compareStreet),
          level(claimed.houseNumber, address.houseNumber, compareHouseNumber),
          level(claimed.postalCode, address.postalCode, comparePostalCode),
          level(claimed.city, address.city, compareCity),
        ],
      }));
      const worth = (one: (typeof compared)[number]) =>
        one.levels.reduce((sum, found) => sum + (found === missing ? 0 : found - 0.5), 0);
      if (compared.length > 0) {
        const place = compared.reduce((most, one) => (worth(one) > worth(most) ? one : most));
        set('street', place.levels[0]!, place.address.street, (one) =>
          one.addresses.map(({ street }) => street),
        );
        set('houseNumber', place.levels[1]!);
        set('postalCode', place.levels[2]!, place.address.postalCode, (one) =>
          one.addresses.map(({ postalCode }) => postalCode),
        );
        set('city', place.levels[3]!, place.address.city, (one) => one.addresses.map(({ city }) => city));
      }
    }
    const { daysSinceLastContact, contacts, ...context } = compareContext(query, person, this.#shares);
    for (const [field, found] of Object.entries(context)) set(field, found);
    const phoneSharedBy =
      claims.phone === null ? 0 : this.#people.filter((one) => numbers(one).includes(claims.phone!)).length;
    return { levels, frequencies, daysSinceLastContact, contacts, phoneSharedBy };
  }

  #frequency(value: string, valuesOf: (person: Person) => readonly (string | null)[]): number {
    const counts = new Map<string, number>();
    for (const person of this.#people)
      for (const one of new Set(valuesOf(person)))
        if (one !== null) counts.set(one, (counts.get(one) ?? 0) + 1);
    const times = (count: number) => [...counts.values()].filter((one) => one === count).length;
    const discount = times(1) / (times(1) + 2 * times(2) + 1);
    return Math.min(1, (Math.max(1, counts.get(value) ?? 0) - discount) / Math.max(1, this.#people.length));
  }
}

function customerKeys(person: Person): string[] {
  const names = [...person.names, ...person.calls.flatMap(({ name }) => name ?? [])];
  const keys = names.flatMap(nameKeys);
  const numbers = [
    ...person.phones.map(({ number }) => number),
    ...person.calls.flatMap(({ phone }) => phone ?? []),
  ];
  keys.push(...numbers.flatMap(phoneKeys), ...person.emails.flatMap(emailKeys));
  keys.push(...person.dates.map((date) => `dateOfBirth|${date}`), ...placeKeys(person.addresses, names));
  return [...new Set(keys)];
}

function callKeys({ claims }: LinkQuery, carried: readonly string[]): { kind: KeyKind; key: string }[] {
  const names = claims.name === null ? [] : [claims.name];
  const keys = names.flatMap(nameKeys);
  if (claims.phone !== null) keys.push(...phoneKeys(claims.phone));
  if (claims.email !== null) keys.push(...emailKeys(claims.email));
  if (claims.dateOfBirth !== null) keys.push(`dateOfBirth|${claims.dateOfBirth}`);
  if (claims.address !== null) keys.push(...placeKeys([claims.address], names));
  const lookups = [...new Set(keys)].map((key) => ({ kind: key.slice(0, key.indexOf('|')) as KeyKind, key }));
  for (const word of new Set(names.flatMap(both).flatMap(plainWords)))
    for (const similar of similarWords(word, carried))
      lookups.push({ kind: 'similarWord', key: `word|${similar}` });
  return lookups;
}

function nameKeys(name: NameParts): string[] {
  const keys = both(name)
    .flatMap(plainWords)
    .map((word) => `word|${word}`);
  if (name.given === null || name.family === null) return keys;
  const words = both(name).flatMap(plainWords).sort();
  if (words.length > 0) keys.push(`fullName|${words.join(' ')}`);
  const [given, family] = [nameForms(name.given), nameForms(name.family)];
  if (family.sound === '') return keys;
  if (given.plain !== '') keys.push(`soundAndInitial|${family.sound} ${given.plain.charAt(0)}`);
  if (given.sound !== '') keys.push(`sounds|${[given.sound, family.sound].sort().join(' ')}`);
  for (const part of [name.given, ...given.words.slice(0, 4)])
    for (const { group } of givenNameGroups(part)) keys.push(`nickname|${family.sound} ${group}`);
  return keys;
}

function phoneKeys(number: string): string[] {
  const keys = [`${phoneKind(number) === 'switchboard' ? 'mainLine' : 'phone'}|${number}`];
  if (number.length >= 10 && /^\d+$/.test(number.slice(-7))) keys.push(`phoneEnd|${number.slice(-7)}`);
  return keys;
}

function emailKeys(address: string): string[] {
  const mailbox = address.slice(0, address.lastIndexOf('@'));
  return mailbox.length < 5 ? [`email|${address}`] : [`email|${address}`, `mailbox|${mailbox}`];
}

function placeKeys(addresses: readonly NormalizedAddress[], names: readonly NameParts[]): string[] {
  const keys: string[] = [];
  for (const { street, houseNumber, postalCode } of addresses) {
    const plain = street === null ? null : nameForms(street).plain;
    if (plain !== null && postalCode !== null) keys.push(`streetInPostalCode|${postalCode} ${plain}`);
    if (plain !== null && houseNumber !== null) keys.push(`streetAndNumber|${houseNumber} ${plain}`);
  }
  for (const { postalCode } of addresses)
    for (const part of names.flatMap(both))
      if (postalCode !== null && nameForms(part).sound !== '')
        keys.push(`soundInPostalCode|${postalCode} ${nameForms(part).sound}`);
  return keys;
}

/** The twelve words with the greatest Dice similarity of trigrams. */
function similarWords(word: string, carried: readonly string[]): string[] {
  const trigrams = (of: string) => {
    const padded = `\0${of.slice(0, 32)}\0`;
    const grams = new Set<string>();
    for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3));
    if (of.length <= 3) grams.add(padded.slice(0, 2));
    return grams;
  };
  const asked = trigrams(word);
  return carried
    .filter((other) => other !== word)
    .map((other) => {
      const grams = trigrams(other);
      const shared = [...grams].filter((gram) => asked.has(gram)).length;
      return { other, dice: (2 * shared) / (asked.size + grams.size) };
    })
    .filter(({ dice }) => dice >= 0.34)
    .sort((a, b) => b.dice - a.dice || (a.other < b.other ? -1 : 1))
    .slice(0, 12)
    .map(({ other }) => other);
}
