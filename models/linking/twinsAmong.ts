import type { CustomerEntries } from './customerEntries.ts';
import type { CustomerIdentity } from './customerEvidence.ts';
import { customerIdentity } from './customerIdentity.ts';
import { samePerson } from './twins.ts';

/**
 * Of customers, in order, those that are surely another record of one before them (see samePerson), with the first such.
 * Only customers who share a number, an e-mail address or a date of birth are read as text.
 */
export function twinsAmong(entries: CustomerEntries, customers: readonly number[]): Map<number, number> {
  const carriers = new Map<number, number>();
  const sharing = new Set<number>();
  let reading = -1;
  const carries = (value: number) => {
    const first = carriers.get(value);
    if (first === undefined) carriers.set(value, reading);
    else if (first !== reading) sharing.add(first).add(reading);
  };
  const reader = {
    name() {},
    phone: (phone: number) => carries(3 * phone),
    email: (email: number) => carries(3 * email + 1),
    dateOfBirth: (date: number) => carries(3 * date + 2),
    address() {},
  };
  for (const customer of customers) {
    reading = customer;
    entries.read(customer, reader);
  }
  const twins = new Map<number, number>();
  const before: { customer: number; identity: CustomerIdentity }[] = [];
  for (const customer of customers) {
    if (!sharing.has(customer)) continue;
    const identity = customerIdentity(entries, customer);
    const twin = before.find((other) => samePerson(other.identity, identity));
    if (twin !== undefined) twins.set(customer, twin.customer);
    before.push({ customer, identity });
  }
  return twins;
}
