import type { CallWeights } from './callWeights.ts';
import type { ClaimedLevels } from './claimedLevels.ts';
import { noContext } from './compareContext.ts';
import type { NameAgreement } from './compareNames.ts';
import { fieldAt, missing } from './comparisonFields.ts';
import type { CustomerEntries } from './customerEntries.ts';
import type { IdentifierReader } from './index/identifierLists.ts';
import type { LinkQuery } from './linkQuery.ts';

const unsaid = Number.NEGATIVE_INFINITY;
const contextFields = [
  fieldAt.recency,
  fieldAt.service,
  fieldAt.hourHabit,
  fieldAt.weekdayHabit,
  fieldAt.attributes,
  fieldAt.appointment,
];

/**
 * The most that the match weight of a customer may be, seen at little cost: what many customers have in common is compared
 * (most of it has been, of another customer), numbers, e-mail addresses and streets only for being the same. Most customers whom keys bring need no more
 * than this to be known to be worse than those at hand.
 */
export class WeightCeiling implements IdentifierReader {
  readonly #entries: CustomerEntries;
  readonly #claimed: ClaimedLevels;
  readonly #weights: CallWeights;

  #name: NameAgreement | undefined;
  #date: number = missing;
  #phone = unsaid;
  #email = unsaid;
  #place = unsaid;

  constructor(entries: CustomerEntries, claimed: ClaimedLevels, weights: CallWeights) {
    this.#entries = entries;
    this.#claimed = claimed;
    this.#weights = weights;
  }

  /** At least the weight of the customer but for rounding, for the call that was begun. */
  of(query: LinkQuery, customer: number): number {
    const weights = this.#weights;
    this.#name = undefined;
    this.#date = missing;
    this.#phone = unsaid;
    this.#email = unsaid;
    this.#place = unsaid;
    this.#entries.read(customer, this);
    let most = this.#entries.mayHaveActivity(customer)
      ? this.#activity(query, customer)
      : weights.of(fieldAt.recency, noContext.recency) +
        weights.of(fieldAt.appointment, noContext.appointment);
    if (this.#name !== undefined) most += this.#nameWeight(this.#name);
    most += weights.of(fieldAt.dateOfBirth, this.#date);
    if (this.#phone !== unsaid) most += this.#phone;
    if (this.#email !== unsaid) most += this.#email;
    if (this.#place !== unsaid) most += this.#place;
    return most;
  }

  #nameWeight({ givenName, familyName, nameOrder }: NameAgreement): number {
    const order = nameOrder === 0 ? 'swapped' : 'usual';
    return (
      this.#weights.of(fieldAt.givenName, givenName, order) +
      this.#weights.of(fieldAt.familyName, familyName, order) +
      this.#weights.of(fieldAt.nameOrder, nameOrder)
    );
  }

  /** Reads the names of calls; what else they and appointments may say. */
  #activity(query: LinkQuery, customer: number): number {
    const { names } = this.#entries.values;
    const number = (part: string | null) => (part === null ? -1 : names.find(part));
    for (const { callId, name } of this.#entries.activity(customer).calls)
      if (name !== null && (query.callId === undefined || callId !== query.callId))
        this.name(number(name.given), number(name.family));
    let most = this.#claimed.claims.phone === null ? 0 : this.#weights.greatest(fieldAt.callHistory);
    for (const field of contextFields) most += this.#weights.greatest(field);
    if (query.embeddings !== undefined && query.embeddings.length > 0)
      most += this.#weights.greatest(fieldAt.embedding);
    return most;
  }

  name(given: number, family: number): void {
    const agreement = this.#claimed.nameAgreement(given, family);
    if (agreement !== undefined && (this.#name === undefined || agreement.worth > this.#name.worth))
      this.#name = agreement;
  }

  phone(phone: number): void {
    if (this.#claimed.claims.phone === null) return;
    this.#phone = this.#better(this.#phone, fieldAt.phone, phone === this.#claimed.phone);
  }

  email(email: number): void {
    if (this.#claimed.claims.email === null) return;
    this.#email = this.#better(this.#email, fieldAt.email, email === this.#claimed.email);
  }

  dateOfBirth(date: number): void {
    const level = this.#claimed.dateLevel(date);
    if (level > this.#date) this.#date = level;
  }

  address(street: number, houseNumber: number, postalCode: number, city: number): void {
    const claimed = this.#claimed;
    if (claimed.claims.address === null) return;
    const weights = this.#weights;
    let most =
      weights.of(fieldAt.houseNumber, claimed.houseNumberLevel(houseNumber)) +
      weights.of(fieldAt.postalCode, claimed.postalCodeLevel(postalCode)) +
      weights.of(fieldAt.city, claimed.cityLevel(city));
    if (claimed.street !== null && street >= 0)
      most +=
        street === claimed.street.id ? weights.greatest(fieldAt.street) : weights.inexact(fieldAt.street);
    if (most > this.#place) this.#place = most;
  }

  /** An inexact agreement may be worth more than one on a common value, and the number of a main line agrees inexactly. */
  #better(known: number, field: number, isSame: boolean): number {
    return Math.max(known, this.#weights.inexact(field), isSame ? this.#weights.greatest(field) : unsaid);
  }
}
