import type { CustomerEntries } from './customerEntries.ts';
import type { IdentifierReader } from './index/identifierLists.ts';
import { ValueCounts } from './valueCounts.ts';

/** The fields whose exact agreement counts by frequency. */
const countedFields = [
  'givenName',
  'familyName',
  'phone',
  'email',
  'dateOfBirth',
  'street',
  'postalCode',
  'city',
  'callHistory',
] as const;

export type CountedField = (typeof countedFields)[number];

/** How many customers carry each name, number, place ..., by its number in the value tables. A customer counts once per value. */
export class EvidenceCounts {
  readonly #entries: CustomerEntries;
  readonly #fields: Readonly<Record<CountedField, ValueCounts>>;
  /** The values of one customer, each once; empty between customers. */
  readonly #distinct: Readonly<Record<CountedField, Set<number>>>;
  readonly #reader: IdentifierReader;

  constructor(entries: CustomerEntries) {
    this.#entries = entries;
    this.#fields = perField(() => new ValueCounts());
    const distinct = perField(() => new Set<number>());
    this.#distinct = distinct;
    this.#reader = {
      name(given, family) {
        distinct.givenName.add(given);
        distinct.familyName.add(family);
      },
      phone: (phone) => distinct.phone.add(phone),
      email: (email) => distinct.email.add(email),
      dateOfBirth: (date) => distinct.dateOfBirth.add(date),
      address(street, _houseNumber, postalCode, city) {
        distinct.street.add(street);
        distinct.postalCode.add(postalCode);
        distinct.city.add(city);
      },
    };
  }

  /** Counts the present values of a customer, or takes them back: before they change. */
  count(root: number, change: 1 | -1): void {
    const { values } = this.#entries;
    const distinct = this.#distinct;
    this.#entries.read(root, this.#reader);
    if (this.#entries.mayHaveActivity(root)) {
      for (const { phone, name } of this.#entries.activity(root).calls) {
        if (phone !== null) distinct.callHistory.add(values.phones.find(phone));
        if (name !== null)
          this.#reader.name(
            name.given === null ? -1 : values.names.find(name.given),
            name.family === null ? -1 : values.names.find(name.family),
          );
      }
    }
    for (const field of countedFields) {
      const counts = this.#fields[field];
      for (const value of distinct[field]) {
        if (value < 0) continue;
        if (change > 0) counts.add(value);
        else counts.remove(value);
      }
      distinct[field].clear();
    }
  }

  carriers(field: CountedField, value: number): number {
    return this.#fields[field].count(value);
  }

  frequency(field: CountedField, value: number): number {
    return this.#fields[field].frequency(value, this.#entries.current);
  }
}

const perField = <Value>(make: () => Value) =>
  Object.fromEntries(countedFields.map((field) => [field, make()])) as Record<CountedField, Value>;
