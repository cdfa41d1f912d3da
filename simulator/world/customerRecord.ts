import { iso, isoDate, WEEK } from '../calendar.ts';
import { misheardOnce } from '../names/mishearing.ts';
import type { Parameters } from '../parameters.ts';
import { chance, exponential, pickWeighted } from '../random/distributions.ts';
import { stream, type Uniform } from '../random/stream.ts';
import type { Person } from './person.ts';
import { typedPhone } from './phone.ts';
import { valueAt } from './timeline.ts';

/** What the customer system states about a person: canonical field names of the import. */
export interface RecordFields {
  readonly displayName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phone?: string;
  readonly email?: string;
  readonly dateOfBirth?: string;
  readonly street?: string;
  readonly houseNumber?: string;
  readonly postalCode?: string;
  readonly city?: string;
}

export interface RecordVersion {
  readonly recordedAt: number;
  readonly fields: RecordFields;
}

/** A row of the customer base. One person may own several; `personId` is hidden truth. */
export interface CustomerRecord {
  readonly externalId: string;
  readonly personId: string;
  readonly branch: string;
  readonly versions: readonly RecordVersion[];
}

export type UnnumberedRecord = Omit<CustomerRecord, 'externalId'>;

interface Form {
  readonly fillsPhone: boolean;
  readonly landline: boolean;
  readonly fillsEmail: boolean;
  readonly fillsBirth: boolean;
  readonly fillsAddress: boolean;
  readonly typed: Uniform;
}

function fill(person: Person, form: Form, at: number, surname: string): RecordFields {
  const mobile = person.mobile === null ? null : valueAt(person.mobile, at);
  const phone = form.landline && person.landline !== null ? person.landline : (mobile ?? person.landline);
  return {
    displayName: `${surname}, ${person.givenName}`,
    givenName: person.givenName,
    familyName: surname,
    ...(form.fillsPhone && phone !== null ? { phone: typedPhone(form.typed, phone) } : {}),
    ...(form.fillsEmail ? { email: person.email } : {}),
    ...(form.fillsBirth ? { dateOfBirth: isoDate(person.born) } : {}),
    ...(form.fillsAddress ? valueAt(person.address, at) : {}),
  };
}

/** The records of one person in the order in which they are opened. */
export function recordsOf(
  seed: number,
  person: Person,
  firstVisit: number,
  until: number,
  parameters: Parameters,
): UnnumberedRecord[] {
  const random = stream(seed, 'records', person.id);
  const { records } = parameters;
  const newForm = (random: Uniform): Form => ({
    fillsPhone: chance(random, records.phone),
    landline: chance(random, records.landlineOnRecord),
    fillsEmail: chance(random, records.email),
    fillsBirth: chance(random, records.dateOfBirth),
    fillsAddress: chance(random, records.address),
    typed: random,
  });
  const typedSurname = (random: Uniform, at: number) => {
    const surname = valueAt(person.surname, at);
    return chance(random, records.misspelt) ? misheardOnce(random, surname).word : surname;
  };
  const open = (at: number, occasion: string): { form: Form; surname: string; versions: RecordVersion[] } => {
    const own = stream(seed, 'form', person.id, occasion);
    const form = newForm(own);
    const surname = typedSurname(own, at);
    return { form, surname, versions: [{ recordedAt: at, fields: fill(person, form, at, surname) }] };
  };

  const first = open(firstVisit, 'first');
  const all = [first];
  // Draws come before conditions on `until`, or from a stream per change: a longer simulation keeps the past.
  const forgotten = chance(random, records.duplicates);
  const forgottenAt = firstVisit + exponential(random, 30 * WEEK);
  const afterMarriage = pickWeighted(random, records.afterMarriage);
  const lastAt = Math.min(until, person.leavesAt);
  if (forgotten && forgottenAt < lastAt) all.push(open(forgottenAt, 'forgotten'));
  const delay = (own: Uniform) => exponential(own, records.updateDelayWeeks * WEEK);
  const updates: { at: number; renamed: boolean }[] = [];
  const marriage = person.surname[1];
  if (marriage !== undefined && marriage.from > firstVisit && afterMarriage !== 'nothing') {
    const at = marriage.from + delay(random);
    if (afterMarriage === 'updated') updates.push({ at, renamed: true });
    else if (at < lastAt) all.push(open(at, 'marriage'));
  }
  for (const change of [...person.address.slice(1), ...(person.mobile?.slice(1) ?? [])]) {
    const own = stream(seed, 'recordUpdate', person.id, change.from);
    const reaches = chance(own, records.updateReachesRecord);
    const at = change.from + delay(own);
    if (reaches && change.from > firstVisit) updates.push({ at, renamed: false });
  }
  let surname = first.surname;
  for (const { at, renamed } of updates.sort((a, b) => a.at - b.at)) {
    // News reach the record only while the person still comes.
    if (at >= lastAt) continue;
    if (renamed) surname = valueAt(person.surname, at);
    first.versions.push({ recordedAt: at, fields: fill(person, first.form, at, surname) });
  }
  return all.map(({ versions }) => ({ personId: person.id, branch: person.branch.name, versions }));
}

/** When the record was opened. */
export function openedAt(record: UnnumberedRecord): number {
  return (record.versions[0] as RecordVersion).recordedAt;
}

/** The import row of one version of a record. */
export function recordRow(record: CustomerRecord, version: RecordVersion): Record<string, unknown> {
  return {
    externalId: record.externalId,
    ...version.fields,
    occurredAt: iso(openedAt(record)),
    attributes: { branch: record.branch },
  };
}
