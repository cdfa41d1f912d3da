import type { NameParts } from './compareNames.ts';
import type { CustomerEntries } from './customerEntries.ts';
import type { CustomerIdentity } from './customerEvidence.ts';

/** Reads in plain text who a customer is, with what confirmed calls said. */
export function customerIdentity(entries: CustomerEntries, root: number): CustomerIdentity {
  const { names, phones, emails, dates } = entries.values;
  const found = {
    names: [] as NameParts[],
    phones: [] as string[],
    emails: [] as string[],
    datesOfBirth: [] as string[],
  };
  const text = (name: number) => (name < 0 ? null : names.text(name));
  entries.read(root, {
    name: (given, family) => found.names.push({ given: text(given), family: text(family) }),
    phone: (phone) => found.phones.push(phones.text(phone)),
    email: (email) => found.emails.push(emails.text(email)),
    dateOfBirth: (date) => found.datesOfBirth.push(dates.text(date)),
    address: () => {},
  });
  if (entries.mayHaveActivity(root))
    for (const { name } of entries.activity(root).calls) if (name !== null) found.names.push(name);
  return found;
}
