import { phoneKind } from '../../features/identity/phoneKind.ts';
import type { AttributeShares } from './attributeShares.ts';
import { compareDateOfBirth, compareHouseNumber, comparePostalCode } from './compareContact.ts';
import { compareContext, noContext } from './compareContext.ts';
import { type NameAgreement, nameAgreement } from './compareNames.ts';
import type { ComparisonVector } from './comparison.ts';
import { comparisonFields, fieldIndex, missing } from './comparisonFields.ts';
import type { CustomerEntries } from './customerEntries.ts';
import type { CountedField, EvidenceCounts } from './evidenceCounts.ts';
import { expectedFellegiSunter } from './fellegiSunter.ts';
import type { IdentifierReader } from './index/identifierLists.ts';
import { LevelMemo } from './index/levelMemo.ts';
import { NameMeasures } from './index/nameMeasures.ts';
import type { ClaimedName } from './index/nameTable.ts';
import { ClaimedEmail, withinOneEdit } from './index/nearTexts.ts';
import type { LinkQuery } from './linkQuery.ts';

const at = {
  givenName: fieldIndex('givenName'),
  familyName: fieldIndex('familyName'),
  nameOrder: fieldIndex('nameOrder'),
  phone: fieldIndex('phone'),
  email: fieldIndex('email'),
  dateOfBirth: fieldIndex('dateOfBirth'),
  street: fieldIndex('street'),
  houseNumber: fieldIndex('houseNumber'),
  postalCode: fieldIndex('postalCode'),
  city: fieldIndex('city'),
  callHistory: fieldIndex('callHistory'),
  recency: fieldIndex('recency'),
  service: fieldIndex('service'),
  hourHabit: fieldIndex('hourHabit'),
  weekdayHabit: fieldIndex('weekdayHabit'),
  attributes: fieldIndex('attributes'),
  appointment: fieldIndex('appointment'),
};
const topLevel = comparisonFields.map(({ levels }) => levels.length - 1);
const { match, random } = expectedFellegiSunter(1);
/** Evidence of each level before anything was learned; see fieldWeight. */
const levelWeight = match.map((shares, field) =>
  shares.map((share, level) => Math.log(share / random[field]![level]!)),
);

/**
 * Compares one call with customers, one after the other: begin, compare as often as needed, end. Levels of names, places
 * and dates are found once per distinct value, from the forms of the value tables; what they mean is defined on plain
 * text in compareNames.ts and compareContact.ts.
 */
export class CustomerComparison implements IdentifierReader {
  /** Of the customer compared last; see {@link ComparisonVector}. */
  readonly #levels = new Int8Array(comparisonFields.length);
  readonly #frequencies = new Float64Array(comparisonFields.length);
  #context = noContext;

  readonly #entries: CustomerEntries;
  readonly #counts: EvidenceCounts;
  readonly #shares: AttributeShares;
  readonly #measures: NameMeasures;

  #query!: LinkQuery;
  #given: ClaimedName | null = null;
  #family: ClaimedName | null = null;
  #street: ClaimedName | null = null;
  #city: ClaimedName | null = null;
  /** Numbers of the claimed values, or -1. */
  #phone = -1;
  #mainLine = false;
  #phoneSharedBy = 0;
  #email = -1;
  #claimedEmail: ClaimedEmail | null = null;

  readonly #givenGiven = new LevelMemo();
  readonly #familyFamily = new LevelMemo();
  readonly #familyGiven = new LevelMemo();
  readonly #givenFamily = new LevelMemo();
  readonly #streets = new LevelMemo();
  readonly #cities = new LevelMemo();
  readonly #dates = new LevelMemo();
  readonly #houseNumbers = new LevelMemo();
  readonly #postalCodes = new LevelMemo();

  /** The best so far of the customer that is being compared; numbers of the recorded values. */
  #bestName: NameAgreement | undefined;
  #bestGiven = -1;
  #bestFamily = -1;
  #phoneLevel: number = missing;
  #emailLevel: number = missing;
  #dateLevel: number = missing;
  #bestDate = -1;
  #placeWorth = Number.NEGATIVE_INFINITY;
  #streetLevel: number = missing;
  #bestStreet = -1;
  #houseNumberLevel: number = missing;
  #postalCodeLevel: number = missing;
  #bestPostalCode = -1;
  #cityLevel: number = missing;
  #bestCity = -1;

  constructor(entries: CustomerEntries, counts: EvidenceCounts, shares: AttributeShares) {
    this.#entries = entries;
    this.#counts = counts;
    this.#shares = shares;
    this.#measures = new NameMeasures(entries.values.names);
  }

  /** Compares the call with each customer (an index in force); `visit` may read {@link weight} and {@link vector}. */
  each(query: LinkQuery, customers: readonly number[], visit: (customer: number) => void): void {
    this.#begin(query);
    for (const customer of customers) {
      this.#compare(customer);
      visit(customer);
    }
    this.#measures.release();
  }

  /** Evidence that the call is the customer's before anything was learned, natural log: what candidates are ranked by. */
  weight(): number {
    let sum = 0;
    for (let field = 0; field < comparisonFields.length; field++) {
      const level = this.#levels[field]!;
      if (level < 0) continue;
      const frequency = this.#frequencies[field]!;
      sum += frequency > 0 ? Math.log(match[field]![level]! / frequency) : levelWeight[field]![level]!;
    }
    return sum;
  }

  vector(): ComparisonVector {
    return {
      levels: Array.from(this.#levels),
      frequencies: Array.from(this.#frequencies),
      daysSinceLastContact: this.#context.daysSinceLastContact,
      contacts: this.#context.contacts,
      phoneSharedBy: this.#phoneSharedBy,
    };
  }

  #begin(query: LinkQuery): void {
    const { names, phones, emails, dates, houseNumbers, postalCodes } = this.#entries.values;
    const { claims } = query;
    const claim = (text: string | null | undefined) => (text == null ? null : this.#measures.claim(text));
    this.#query = query;
    this.#given = claim(claims.name?.given);
    this.#family = claim(claims.name?.family);
    this.#street = claim(claims.address?.street);
    this.#city = claim(claims.address?.city);
    this.#measures.prepare();
    this.#phone = claims.phone === null ? -1 : phones.find(claims.phone);
    this.#mainLine = claims.phone !== null && phoneKind(claims.phone) === 'switchboard';
    this.#phoneSharedBy = this.#counts.carriers('phone', this.#phone);
    this.#email = claims.email === null ? -1 : emails.find(claims.email);
    this.#claimedEmail = claims.email === null ? null : new ClaimedEmail(claims.email);
    for (const memo of [this.#givenGiven, this.#familyFamily, this.#familyGiven, this.#givenFamily])
      memo.clear(names.size);
    this.#streets.clear(names.size);
    this.#cities.clear(names.size);
    this.#dates.clear(dates.size);
    this.#houseNumbers.clear(houseNumbers.size);
    this.#postalCodes.clear(postalCodes.size);
  }

  #compare(customer: number): void {
    this.#bestName = undefined;
    this.#phoneLevel = missing;
    this.#emailLevel = missing;
    this.#dateLevel = missing;
    this.#placeWorth = Number.NEGATIVE_INFINITY;
    this.#streetLevel = missing;
    this.#houseNumberLevel = missing;
    this.#postalCodeLevel = missing;
    this.#cityLevel = missing;
    this.#levels.fill(missing);
    this.#frequencies.fill(0);
    this.#entries.read(customer, this);
    if (this.#entries.mayHaveActivity(customer)) this.#compareActivity(customer);
    else this.#setContext(noContext);
    if (this.#bestName !== undefined) {
      const { givenName, familyName, nameOrder } = this.#bestName as NameAgreement;
      this.#set(at.givenName, givenName, 'givenName', this.#bestGiven);
      this.#set(at.familyName, familyName, 'familyName', this.#bestFamily);
      this.#levels[at.nameOrder] = nameOrder;
    }
    this.#set(at.phone, this.#phoneLevel, 'phone', this.#phone);
    this.#set(at.email, this.#emailLevel, 'email', this.#email);
    this.#set(at.dateOfBirth, this.#dateLevel, 'dateOfBirth', this.#bestDate);
    this.#set(at.street, this.#streetLevel, 'street', this.#bestStreet);
    this.#levels[at.houseNumber] = this.#houseNumberLevel;
    this.#set(at.postalCode, this.#postalCodeLevel, 'postalCode', this.#bestPostalCode);
    this.#set(at.city, this.#cityLevel, 'city', this.#bestCity);
  }

  #compareActivity(customer: number): void {
    const { names } = this.#entries.values;
    const { claims, callId } = this.#query;
    const activity = this.#entries.activity(customer);
    const number = (part: string | null) => (part === null ? -1 : names.find(part));
    for (const call of activity.calls) {
      // What the call said itself is no evidence for it.
      if (callId !== undefined && call.callId === callId) continue;
      if (call.name !== null) this.name(number(call.name.given), number(call.name.family));
      if (call.phone === null || claims.phone === null) continue;
      if (call.phone === claims.phone) {
        this.#levels[at.callHistory] = 1;
        this.#frequencies[at.callHistory] = this.#counts.frequency(
          'callHistory',
          this.#entries.values.phones.find(call.phone),
        );
      } else if (this.#levels[at.callHistory] === missing) this.#levels[at.callHistory] = 0;
    }
    this.#setContext(compareContext(this.#query, activity, this.#shares));
  }

  #setContext(context: typeof noContext): void {
    this.#context = context;
    this.#levels[at.recency] = context.recency;
    this.#levels[at.service] = context.service;
    this.#levels[at.hourHabit] = context.hourHabit;
    this.#levels[at.weekdayHabit] = context.weekdayHabit;
    this.#levels[at.attributes] = context.attributes;
    this.#levels[at.appointment] = context.appointment;
  }

  #set(field: number, level: number, counted: CountedField, value: number): void {
    this.#levels[field] = level;
    if (level === topLevel[field] && value >= 0)
      this.#frequencies[field] = this.#counts.frequency(counted, value);
  }

  name(given: number, family: number): void {
    if (this.#given === null && this.#family === null) return;
    const agreement = nameAgreement(
      this.#given === null || given < 0 ? missing : this.#givenGiven.level(given, this.#compareGivenGiven),
      this.#family === null || family < 0
        ? missing
        : this.#familyFamily.level(family, this.#compareFamilyFamily),
      this.#family === null || given < 0 ? missing : this.#familyGiven.level(given, this.#compareFamilyGiven),
      this.#given === null || family < 0
        ? missing
        : this.#givenFamily.level(family, this.#compareGivenFamily),
    );
    if (this.#bestName !== undefined && agreement.worth <= this.#bestName.worth) return;
    this.#bestName = agreement;
    this.#bestGiven = given;
    this.#bestFamily = family;
  }

  phone(phone: number, mainLine: boolean): void {
    const { claims } = this.#query;
    if (claims.phone === null || this.#phoneLevel === 2) return;
    const level =
      phone === this.#phone
        ? mainLine || this.#mainLine
          ? 1
          : 2
        : this.#phoneLevel < 1 && withinOneEdit(this.#entries.values.phones, phone, claims.phone)
          ? 1
          : 0;
    if (level > this.#phoneLevel) this.#phoneLevel = level;
  }

  email(email: number): void {
    if (this.#claimedEmail === null || this.#emailLevel === 2) return;
    const level =
      email === this.#email
        ? 2
        : this.#emailLevel < 1 && this.#claimedEmail.isClose(this.#entries.values.emails, email)
          ? 1
          : 0;
    if (level > this.#emailLevel) this.#emailLevel = level;
  }

  dateOfBirth(date: number): void {
    if (this.#query.claims.dateOfBirth === null) return;
    const level = this.#dates.level(date, this.#compareDates);
    if (level <= this.#dateLevel) return;
    this.#dateLevel = level;
    this.#bestDate = date;
  }

  address(street: number, houseNumber: number, postalCode: number, city: number): void {
    const claimed = this.#query.claims.address;
    if (claimed === null) return;
    const streetLevel =
      this.#street === null || street < 0 ? missing : this.#streets.level(street, this.#compareStreets);
    const houseLevel =
      claimed.houseNumber === null || houseNumber < 0
        ? missing
        : this.#houseNumbers.level(houseNumber, this.#compareHouseNumbers);
    const postalLevel =
      claimed.postalCode === null || postalCode < 0
        ? missing
        : this.#postalCodes.level(postalCode, this.#comparePostalCodes);
    const cityLevel =
      this.#city === null || city < 0 ? missing : this.#cities.level(city, this.#compareCities);
    let worth = 0;
    if (streetLevel !== missing) worth += streetLevel - 0.5;
    if (houseLevel !== missing) worth += houseLevel - 0.5;
    if (postalLevel !== missing) worth += postalLevel - 0.5;
    if (cityLevel !== missing) worth += cityLevel - 0.5;
    if (worth <= this.#placeWorth) return;
    this.#placeWorth = worth;
    this.#streetLevel = streetLevel;
    this.#bestStreet = street;
    this.#houseNumberLevel = houseLevel;
    this.#postalCodeLevel = postalLevel;
    this.#bestPostalCode = postalCode;
    this.#cityLevel = cityLevel;
    this.#bestCity = city;
  }

  readonly #compareGivenGiven = (id: number) => this.#measures.givenName(this.#given!, id);
  readonly #compareFamilyFamily = (id: number) => this.#measures.name(this.#family!, id);
  readonly #compareFamilyGiven = (id: number) => this.#measures.givenName(this.#family!, id);
  readonly #compareGivenFamily = (id: number) => this.#measures.name(this.#given!, id);
  readonly #compareStreets = (id: number) => this.#measures.street(this.#street!, id);
  readonly #compareCities = (id: number) => this.#measures.city(this.#city!, id);
  readonly #compareDates = (id: number) =>
    compareDateOfBirth(this.#query.claims.dateOfBirth!, this.#entries.values.dates.text(id));
  readonly #compareHouseNumbers = (id: number) =>
    compareHouseNumber(this.#query.claims.address!.houseNumber!, this.#entries.values.houseNumbers.text(id));
  readonly #comparePostalCodes = (id: number) =>
    comparePostalCode(this.#query.claims.address!.postalCode!, this.#entries.values.postalCodes.text(id));
}
