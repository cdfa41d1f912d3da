import type { NormalizedAddress } from '../../features/identity/address.ts';
import type { AttributeShares } from './attributeShares.ts';
import { compareAddress, compareDateOfBirth, compareEmail, comparePhone } from './compareContact.ts';
import { compareContext } from './compareContext.ts';
import { compareBestName, type NameParts } from './compareNames.ts';
import type { ComparisonVector } from './comparison.ts';
import { comparisonFields, fieldIndex, missing } from './comparisonFields.ts';
import type { CustomerEvidence } from './customerEvidence.ts';
import type { EvidenceCounts } from './evidenceCounts.ts';
import type { LinkQuery } from './linkQuery.ts';

const position = Object.fromEntries(comparisonFields.map(({ name }) => [name, fieldIndex(name)]));
const topLevel = comparisonFields.map(({ levels }) => levels.length - 1);

interface Best {
  readonly level: number;
  readonly value: string | null;
}

/** The recorded value that agrees best with the claimed one. */
function best(
  claimed: string | null,
  recorded: readonly string[],
  compare: (a: string, b: string) => number,
): Best {
  let level: number = missing;
  let value: string | null = null;
  if (claimed === null) return { level, value };
  for (const candidate of recorded) {
    const found = compare(claimed, candidate);
    if (found > level) {
      level = found;
      value = candidate;
    }
  }
  return { level, value };
}

function bestAddress(claimed: NormalizedAddress | null, recorded: readonly NormalizedAddress[]) {
  let found: { levels: readonly number[]; address: NormalizedAddress } | undefined;
  let worth = Number.NEGATIVE_INFINITY;
  if (claimed === null) return undefined;
  for (const address of recorded) {
    const levels = compareAddress(claimed, address);
    const sum = levels.reduce((total, level) => total + (level === missing ? 0 : level - 0.5), 0);
    if (sum > worth) {
      worth = sum;
      found = { levels, address };
    }
  }
  return found;
}

/** Compares a call with everything known of one customer; `counts` and `customers` give the frequencies. */
export function compareAll(
  query: LinkQuery,
  evidence: CustomerEvidence,
  counts: EvidenceCounts,
  customers: number,
  shares: AttributeShares,
): ComparisonVector {
  const levels: number[] = comparisonFields.map(() => missing);
  const frequencies: number[] = comparisonFields.map(() => 0);
  const set = (field: string, level: number, value: string | null = null) => {
    const at = position[field]!;
    levels[at] = level;
    if (value !== null && level === topLevel[at] && comparisonFields[at]!.byFrequency) {
      frequencies[at] = counts.frequency(field, value, customers);
    }
  };
  const { claims } = query;
  const name = compareBestName(claims.name, namesApartFrom(query.callId, evidence));
  if (name !== undefined) {
    set('givenName', name.givenName, name.given);
    set('familyName', name.familyName, name.family);
    set('nameOrder', name.nameOrder);
  }
  const phone = best(claims.phone, evidence.phones, comparePhone);
  set('phone', phone.level, phone.value);
  const email = best(claims.email, evidence.emails, compareEmail);
  set('email', email.level, email.value);
  const born = best(claims.dateOfBirth, evidence.datesOfBirth, compareDateOfBirth);
  set('dateOfBirth', born.level, born.value);
  const place = bestAddress(claims.address, evidence.addresses);
  if (place !== undefined) {
    set('street', place.levels[0]!, place.address.street);
    set('houseNumber', place.levels[1]!);
    set('postalCode', place.levels[2]!, place.address.postalCode);
    set('city', place.levels[3]!, place.address.city);
  }
  const heard = best(claims.phone, callPhones(query, evidence), (a, b) => (a === b ? 1 : 0));
  set('callHistory', heard.level, heard.value);
  const context = compareContext(query, evidence, shares);
  set('recency', context.recency);
  set('service', context.service);
  set('hourHabit', context.hourHabit);
  set('weekdayHabit', context.weekdayHabit);
  set('attributes', context.attributes);
  set('appointment', context.appointment);
  return {
    levels,
    frequencies,
    daysSinceLastContact: context.daysSinceLastContact,
    contacts: context.contacts,
    phoneSharedBy: claims.phone === null ? 0 : counts.count('phone', claims.phone),
  };
}

/** Names that are known without the call that asks: what it said itself is no evidence for it. */
function namesApartFrom(callId: string | undefined, { names, recordedNames, calls }: CustomerEvidence) {
  if (callId === undefined || names.length === recordedNames) return names;
  const own = calls.find((call) => call.callId === callId)?.name;
  if (own == null) return names;
  const others = calls.filter((call) => call.callId !== callId);
  return names.filter(
    (name, at) =>
      at < recordedNames || !sameName(name, own) || others.some((call) => sameName(name, call.name)),
  );
}

const sameName = (a: NameParts, b: NameParts | null): boolean =>
  a.given === b?.given && a.family === b.family;

/** Numbers of confirmed calls other than the one that asks. */
function callPhones(query: LinkQuery, evidence: CustomerEvidence): readonly string[] {
  if (query.callId === undefined || evidence.callPhones.length === 0) return evidence.callPhones;
  return evidence.calls.flatMap(({ callId, phone }) =>
    phone === null || callId === query.callId ? [] : [phone],
  );
}
