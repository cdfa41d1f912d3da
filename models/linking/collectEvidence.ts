import type { NormalizedAddress } from '../../features/identity/address.ts';
import type { NameParts } from './compareNames.ts';
import type { CustomerEntry } from './customerEntries.ts';
import type { CustomerEvidence } from './customerEvidence.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Everything that is known of a customer, from its own entry and those merged into it. */
export function collectEvidence(family: readonly CustomerEntry[]): CustomerEvidence {
  const identifiers = family.flatMap((entry) => [...entry.identifiers.values()]);
  const calls = family.flatMap((entry) => entry.calls);
  calls.sort((a, b) => a.occurredAt - b.occurredAt || (a.callId < b.callId ? -1 : 1));
  const values = (kind: string) => [
    ...new Set(identifiers.filter((item) => item.kind === kind).map((item) => item.normalized)),
  ];
  const names = new Map<string, NameParts>();
  const addName = (name: NameParts) => names.set(`${name.given ?? ''}|${name.family ?? ''}`, name);
  const addresses: NormalizedAddress[] = [];
  for (const { kind, parts, normalized } of identifiers) {
    if (kind === 'name') {
      const name = { given: text(parts.given), family: text(parts.family) };
      addName(name.given === null && name.family === null ? { given: null, family: normalized } : name);
    } else if (kind === 'address') {
      addresses.push({
        street: text(parts.street),
        houseNumber: text(parts.houseNumber),
        postalCode: text(parts.postalCode),
        city: text(parts.city),
      });
    }
  }
  const recordedNames = names.size;
  for (const call of calls)
    if (call.name !== null) addName({ given: call.name.given, family: call.name.family });
  return {
    names: [...names.values()],
    recordedNames,
    phones: values('phone'),
    emails: values('email'),
    datesOfBirth: values('date_of_birth'),
    addresses,
    callPhones: [...new Set(calls.flatMap((call) => (call.phone === null ? [] : [call.phone])))],
    calls,
    appointments: family.flatMap((entry) => [...entry.appointments.values()]),
  };
}
