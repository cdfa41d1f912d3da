import type { CustomerEvidence } from './customerEvidence.ts';
import { ValueCounts } from './valueCounts.ts';

/** The fields whose exact agreement counts by frequency, with the values of one customer's evidence. */
const valuesOf: Readonly<Record<string, (evidence: CustomerEvidence) => Iterable<string | null>>> = {
  givenName: ({ names }) => names.map(({ given }) => given),
  familyName: ({ names }) => names.map(({ family }) => family),
  phone: ({ phones }) => phones,
  email: ({ emails }) => emails,
  dateOfBirth: ({ datesOfBirth }) => datesOfBirth,
  street: ({ addresses }) => addresses.map(({ street }) => street),
  postalCode: ({ addresses }) => addresses.map(({ postalCode }) => postalCode),
  city: ({ addresses }) => addresses.map(({ city }) => city),
  callHistory: ({ callPhones }) => callPhones,
};

function distinct(values: Iterable<string | null>): Set<string> {
  const found = new Set<string>();
  for (const value of values) if (value !== null) found.add(value);
  return found;
}

/** How many customers carry each name, number, place ... A customer counts once per value. */
export class EvidenceCounts {
  readonly #fields = new Map(Object.keys(valuesOf).map((field) => [field, new ValueCounts()]));

  /** Takes back what a customer counted for and counts what they have now. */
  replace(before: CustomerEvidence | undefined, after: CustomerEvidence | undefined): void {
    for (const [field, counts] of this.#fields) {
      const old = before === undefined ? new Set<string>() : distinct(valuesOf[field]!(before));
      const now = after === undefined ? new Set<string>() : distinct(valuesOf[field]!(after));
      for (const value of old) if (!now.has(value)) counts.remove(value);
      for (const value of now) if (!old.has(value)) counts.add(value);
    }
  }

  count(field: string, value: string): number {
    return this.#fields.get(field)?.count(value) ?? 0;
  }

  frequency(field: string, value: string, customers: number): number {
    return this.#fields.get(field)?.frequency(value, customers) ?? 0;
  }
}
