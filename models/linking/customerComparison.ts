import type { AttributeShares } from './attributeShares.ts';
import type { CallWeights, Order } from './callWeights.ts';
import type { ClaimedLevels } from './claimedLevels.ts';
import { compareContext, noContext } from './compareContext.ts';
import type { NameAgreement } from './compareNames.ts';
import type { ComparisonVector } from './comparison.ts';
import { comparisonFields, fieldAt, missing } from './comparisonFields.ts';
import type { CustomerEntries } from './customerEntries.ts';
import type { CustomerActivity } from './customerEvidence.ts';
import { embeddingLevel, rememberedCalls } from './embeddings.ts';
import type { IdentifierReader } from './index/identifierLists.ts';
import type { LinkQuery } from './linkQuery.ts';

const noName: NameAgreement = { givenName: missing, familyName: missing, nameOrder: missing, worth: 0 };

/** Compares the call that {@link ClaimedLevels} and {@link CallWeights} have begun with one customer after the other. */
export class CustomerComparison implements IdentifierReader {
  /** Of the customer compared last; see {@link ComparisonVector}. */
  readonly #levels = new Int8Array(comparisonFields.length);
  readonly #weights = new Float64Array(comparisonFields.length);
  readonly #frequencies = new Float64Array(comparisonFields.length);
  #context = noContext;

  readonly #entries: CustomerEntries;
  readonly #claimed: ClaimedLevels;
  readonly #callWeights: CallWeights;
  readonly #shares: AttributeShares;

  /** The best so far of the customer that is being compared. */
  #name: NameAgreement | undefined;
  #phone: number = missing;
  #email: number = missing;
  #dateOfBirth: number = missing;
  #callHistory: number = missing;
  #embedding: number = missing;
  #placeWorth = Number.NEGATIVE_INFINITY;
  #street: number = missing;
  #houseNumber: number = missing;
  #postalCode: number = missing;
  #city: number = missing;

  constructor(
    entries: CustomerEntries,
    claimed: ClaimedLevels,
    callWeights: CallWeights,
    shares: AttributeShares,
  ) {
    this.#entries = entries;
    this.#claimed = claimed;
    this.#callWeights = callWeights;
    this.#shares = shares;
  }

  /** Compares the call with a customer (an index in force). */
  compare(query: LinkQuery, customer: number): void {
    this.#name = undefined;
    this.#phone = missing;
    this.#email = missing;
    this.#dateOfBirth = missing;
    this.#callHistory = missing;
    this.#embedding = missing;
    this.#placeWorth = Number.NEGATIVE_INFINITY;
    this.#street = missing;
    this.#houseNumber = missing;
    this.#postalCode = missing;
    this.#city = missing;
    this.#context = noContext;
    this.#entries.read(customer, this);
    if (this.#entries.mayHaveActivity(customer)) this.#compareActivity(query, customer);
    const name = this.#name ?? noName;
    const order = name.nameOrder === 0 ? 'swapped' : 'usual';
    this.#set(fieldAt.givenName, name.givenName, order);
    this.#set(fieldAt.familyName, name.familyName, order);
    this.#set(fieldAt.nameOrder, name.nameOrder);
    this.#set(fieldAt.phone, this.#phone);
    this.#set(fieldAt.email, this.#email);
    this.#set(fieldAt.dateOfBirth, this.#dateOfBirth);
    this.#set(fieldAt.street, this.#street);
    this.#set(fieldAt.houseNumber, this.#houseNumber);
    this.#set(fieldAt.postalCode, this.#postalCode);
    this.#set(fieldAt.city, this.#city);
    this.#set(fieldAt.callHistory, this.#callHistory);
    this.#set(fieldAt.recency, this.#context.recency);
    this.#set(fieldAt.service, this.#context.service);
    this.#set(fieldAt.hourHabit, this.#context.hourHabit);
    this.#set(fieldAt.weekdayHabit, this.#context.weekdayHabit);
    this.#set(fieldAt.attributes, this.#context.attributes);
    this.#set(fieldAt.appointment, this.#context.appointment);
    this.#set(fieldAt.embedding, this.#embedding);
  }

  /** Evidence that the call is the customer's before anything was learned, natural log: what candidates are ranked by. */
  weight(): number {
    let sum = 0;
    for (let field = 0; field < this.#weights.length; field++) sum += this.#weights[field]!;
    return sum;
  }

  /** @param phoneSharedBy customers that carry the caller's number */
  vector(phoneSharedBy: number): ComparisonVector {
    return {
      levels: Array.from(this.#levels),
      frequencies: Array.from(this.#frequencies),
      daysSinceLastContact: this.#context.daysSinceLastContact,
      contacts: this.#context.contacts,
      phoneSharedBy,
    };
  }

  #compareActivity(query: LinkQuery, customer: number): void {
    const { names } = this.#entries.values;
    const { phone } = this.#claimed.claims;
    const activity = this.#entries.activity(customer);
    const number = (part: string | null) => (part === null ? -1 : names.find(part));
    for (const call of activity.calls) {
      // What the call said itself is no evidence for it.
      if (query.callId !== undefined && call.callId === query.callId) continue;
      if (call.name !== null) this.name(number(call.name.given), number(call.name.family));
      if (call.phone === null || phone === null) continue;
      if (call.phone === phone) this.#callHistory = 1;
      else if (this.#callHistory === missing) this.#callHistory = 0;
    }
    this.#context = compareContext(query, activity, this.#shares);
    this.#embedding = this.#embeddingLevel(query, activity);
  }

  #embeddingLevel({ embeddings = [], callId }: LinkQuery, { calls }: CustomerActivity): number {
    if (embeddings.length === 0) return missing;
    const known = calls
      // A link nobody confirmed must not turn the mean towards the caller it was wrong about.
      .filter((call) => call.confirmed && (callId === undefined || call.callId !== callId))
      .map((call) => this.#entries.embeddings.of(call.callId))
      .filter(({ length }) => length > 0);
    return embeddingLevel(embeddings, known.slice(-rememberedCalls));
  }

  #set(field: number, level: number, order: Order = 'usual'): void {
    this.#levels[field] = level;
    this.#weights[field] = this.#callWeights.of(field, level, order);
    this.#frequencies[field] = this.#callWeights.frequency(field, level, order);
  }

  name(given: number, family: number): void {
    const agreement = this.#claimed.nameAgreement(given, family);
    if (agreement !== undefined && (this.#name === undefined || agreement.worth > this.#name.worth))
      this.#name = agreement;
  }

  phone(phone: number, mainLine: boolean): void {
    if (this.#phone === 2) return;
    const level = this.#claimed.phoneLevel(phone, mainLine);
    if (level > this.#phone) this.#phone = level;
  }

  email(email: number): void {
    if (this.#email === 2) return;
    const level = this.#claimed.emailLevel(email);
    if (level > this.#email) this.#email = level;
  }

  dateOfBirth(date: number): void {
    const level = this.#claimed.dateLevel(date);
    if (level > this.#dateOfBirth) this.#dateOfBirth = level;
  }

  address(street: number, houseNumber: number, postalCode: number, city: number): void {
    const claimed = this.#claimed;
    if (claimed.claims.address === null) return;
    const streetLevel = claimed.streetLevel(street);
    const houseNumberLevel = claimed.houseNumberLevel(houseNumber);
    const postalCodeLevel = claimed.postalCodeLevel(postalCode);
    const cityLevel = claimed.cityLevel(city);
    let worth = 0;
    if (streetLevel !== missing) worth += streetLevel - 0.5;
    if (houseNumberLevel !== missing) worth += houseNumberLevel - 0.5;
    if (postalCodeLevel !== missing) worth += postalCodeLevel - 0.5;
    if (cityLevel !== missing) worth += cityLevel - 0.5;
    if (worth <= this.#placeWorth) return;
    this.#placeWorth = worth;
    this.#street = streetLevel;
    this.#houseNumber = houseNumberLevel;
    this.#postalCode = postalCodeLevel;
    this.#city = cityLevel;
  }
}
