import { phoneKind } from '../../features/identity/phoneKind.ts';
import { compareDateOfBirth, compareHouseNumber, comparePostalCode } from './compareContact.ts';
import { type NameAgreement, nameAgreement, nameLevel } from './compareNames.ts';
import { missing } from './comparisonFields.ts';
import { LevelMemo } from './index/levelMemo.ts';
import { NameMeasures } from './index/nameMeasures.ts';
import type { ClaimedName } from './index/nameTable.ts';
import { ClaimedEmail, withinOneEdit } from './index/nearTexts.ts';
import type { ValueTables } from './index/valueTables.ts';
import type { LinkQuery } from './linkQuery.ts';

type Claims = LinkQuery['claims'];

/**
 * Levels at which the claims of one call agree with values of the tables (given by number, -1 for none). Those of names,
 * places and dates are found once per distinct value; what they mean is defined on plain text in compareNames.ts and
 * compareContact.ts. Between {@link begin} and {@link end} no value may be added to the tables.
 */
export class ClaimedLevels {
  claims!: Claims;
  given: ClaimedName | null = null;
  family: ClaimedName | null = null;
  street: ClaimedName | null = null;
  city: ClaimedName | null = null;
  /** Numbers of the claimed values, or -1. */
  phone = -1;
  email = -1;
  date = -1;
  postalCode = -1;

  readonly #values: ValueTables;
  readonly #measures: NameMeasures;
  #mainLine = false;
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

  constructor(values: ValueTables) {
    this.#values = values;
    this.#measures = new NameMeasures(values.names);
  }

  begin(claims: Claims): void {
    const { names, phones, emails, dates, houseNumbers, postalCodes } = this.#values;
    const claim = (text: string | null | undefined) => (text == null ? null : this.#measures.claim(text));
    this.claims = claims;
    this.given = claim(claims.name?.given);
    this.family = claim(claims.name?.family);
    this.street = claim(claims.address?.street);
    this.city = claim(claims.address?.city);
    this.#measures.prepare();
    this.phone = claims.phone === null ? -1 : phones.find(claims.phone);
    this.#mainLine = claims.phone !== null && phoneKind(claims.phone) === 'switchboard';
    this.email = claims.email === null ? -1 : emails.find(claims.email);
    this.#claimedEmail = claims.email === null ? null : new ClaimedEmail(claims.email);
    this.date = claims.dateOfBirth === null ? -1 : dates.find(claims.dateOfBirth);
    this.postalCode = claims.address?.postalCode == null ? -1 : postalCodes.find(claims.address.postalCode);
    for (const memo of [this.#givenGiven, this.#familyFamily, this.#familyGiven, this.#givenFamily])
      memo.clear(names.size);
    this.#streets.clear(names.size);
    this.#cities.clear(names.size);
    this.#dates.clear(dates.size);
    this.#houseNumbers.clear(houseNumbers.size);
    this.#postalCodes.clear(postalCodes.size);
  }

  /** To be called when the call is done with. */
  end(): void {
    this.#measures.release();
  }

  /** Undefined when the caller gave no name. */
  nameAgreement(given: number, family: number): NameAgreement | undefined {
    if (this.given === null && this.family === null) return undefined;
    const swappedGiven =
      this.family === null || given < 0 ? missing : this.#familyGiven.level(given, this.#compareFamilyGiven);
    return nameAgreement(
      this.given === null || given < 0 ? missing : this.#givenGiven.level(given, this.#compareGivenGiven),
      this.family === null || family < 0
        ? missing
        : this.#familyFamily.level(family, this.#compareFamilyFamily),
      swappedGiven,
      this.given === null || family < 0
        ? missing
        : // The order can only be swapped when one half agrees at all, or the other exactly.
          swappedGiven === nameLevel.different && family !== this.given.id
          ? nameLevel.different
          : this.#givenFamily.level(family, this.#compareGivenFamily),
    );
  }

  phoneLevel(phone: number, mainLine: boolean): number {
    if (this.claims.phone === null) return missing;
    if (phone === this.phone) return mainLine || this.#mainLine ? 1 : 2;
    return withinOneEdit(this.#values.phones, phone, this.claims.phone) ? 1 : 0;
  }

  emailLevel(email: number): number {
    if (this.#claimedEmail === null) return missing;
    if (email === this.email) return 2;
    return this.#claimedEmail.isClose(this.#values.emails, email) ? 1 : 0;
  }

  dateLevel(date: number): number {
    return this.claims.dateOfBirth === null ? missing : this.#dates.level(date, this.#compareDates);
  }

  streetLevel(street: number): number {
    return this.street === null || street < 0 ? missing : this.#streets.level(street, this.#compareStreets);
  }

  houseNumberLevel(houseNumber: number): number {
    return this.claims.address?.houseNumber == null || houseNumber < 0
      ? missing
      : this.#houseNumbers.level(houseNumber, this.#compareHouseNumbers);
  }

  postalCodeLevel(postalCode: number): number {
    return this.claims.address?.postalCode == null || postalCode < 0
      ? missing
      : this.#postalCodes.level(postalCode, this.#comparePostalCodes);
  }

  cityLevel(city: number): number {
    return this.city === null || city < 0 ? missing : this.#cities.level(city, this.#compareCities);
  }

  readonly #compareGivenGiven = (id: number) => this.#measures.givenName(this.given!, id);
  readonly #compareFamilyFamily = (id: number) => this.#measures.name(this.family!, id);
  readonly #compareFamilyGiven = (id: number) => this.#measures.givenName(this.family!, id);
  readonly #compareGivenFamily = (id: number) => this.#measures.name(this.given!, id);
  readonly #compareStreets = (id: number) => this.#measures.street(this.street!, id);
  readonly #compareCities = (id: number) => this.#measures.city(this.city!, id);
  readonly #compareDates = (id: number) =>
    compareDateOfBirth(this.claims.dateOfBirth!, this.#values.dates.text(id));
  readonly #compareHouseNumbers = (id: number) =>
    compareHouseNumber(this.claims.address!.houseNumber!, this.#values.houseNumbers.text(id));
  readonly #comparePostalCodes = (id: number) =>
    comparePostalCode(this.claims.address!.postalCode!, this.#values.postalCodes.text(id));
}
