import { berlinTime, WEEK } from '../calendar.ts';
import type { Parameters } from '../parameters.ts';
import { visitFacts } from './bookkeeping.ts';
import { type Call, callsOf } from './calls.ts';
import { type CustomerRecord, openedAt, recordRow, recordsOf } from './customerRecord.ts';
import { type Departure, departures } from './departures.ts';
import type { Fact } from './fact.ts';
import { type Lead, leads } from './leads.ts';
import type { Person } from './person.ts';
import { population } from './population.ts';
import { strangers } from './strangers.ts';
import { type Visit, visitsOf } from './visits.ts';

/** Everything that happens whatever the service answers, from the company's opening to the last week. */
export interface World {
  readonly seed: number;
  readonly parameters: Parameters;
  /** Local midnight of the Monday on which week 1 begins. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly people: ReadonlyMap<string, Person>;
  /** In the order in which they are opened. */
  readonly records: readonly CustomerRecord[];
  readonly recordsOfPerson: ReadonlyMap<string, readonly CustomerRecord[]>;
  /** By external id. */
  readonly ownerOf: ReadonlyMap<string, Person>;
  readonly visits: readonly Visit[];
  /** In time order, from the first exported call on. */
  readonly calls: readonly Call[];
  readonly leads: readonly Lead[];
  /** By known time. */
  readonly facts: readonly Fact[];
  readonly departures: readonly Departure[];
}

/** Start of week 1, 2, ... (and 0, -1, ... before): local Monday midnights. */
export function weekStart(parameters: Parameters, week: number): number {
  return berlinTime(Date.parse(parameters.startDate) + (week - 1) * WEEK, 0);
}

/** The person's records that exist at a moment. */
export function recordsAt(world: World, personId: string, at: number): readonly CustomerRecord[] {
  return (world.recordsOfPerson.get(personId) ?? []).filter((record) => openedAt(record) <= at);
}

function numbered<T>(items: readonly T[], prefix: string): (T & { externalId: string })[] {
  return items.map((item, index) => ({
    externalId: `${prefix}-${String(index + 1).padStart(6, '0')}`,
    ...item,
  }));
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

export function makeWorld(seed: number, parameters: Parameters): World {
  const startsAt = weekStart(parameters, 1);
  const endsAt = weekStart(parameters, parameters.weeks + 1);
  const callsFrom = weekStart(parameters, 1 - parameters.callHistoryWeeks);
  // Visits beyond the end are made too: people call about them before.
  const until = endsAt + 6 * WEEK;
  const customers = population(seed, startsAt - parameters.companyAgeWeeks * WEEK, until, parameters);
  const visitsByPerson = new Map(customers.map((one) => [one.id, visitsOf(seed, one, until, parameters)]));
  const visitsOfPerson = (person: Person) => visitsByPerson.get(person.id) ?? [];
  const visits = [...visitsByPerson.values()].flat();

  const records = numbered(
    customers
      .flatMap((person) => {
        const first = visitsOfPerson(person)[0];
        return first === undefined ? [] : recordsOf(seed, person, first.at, until, parameters);
      })
      .sort((a, b) => openedAt(a) - openedAt(b)),
    'K',
  );
  const recordsOfPerson = grouped(records, (record) => record.personId);
  const recordAt = (personId: string, at: number): string => {
    const own = recordsOfPerson.get(personId) ?? [];
    // The desk uses the record opened last; before the first one, the first.
    const record = own.findLast((one) => openedAt(one) <= at) ?? own[0];
    if (record === undefined) throw new RangeError(`person ${personId} has no record`);
    return record.externalId;
  };
  const openedFrom = (personId: string) =>
    openedAt((recordsOfPerson.get(personId) as CustomerRecord[])[0] as CustomerRecord);

  const customerCalls = customers
    .flatMap((person) => callsOf(seed, person, visitsOfPerson(person), callsFrom, parameters))
    .filter((call) => call.at < endsAt);
  const share = parameters.calls.strangers;
  const past = customerCalls.filter((call) => call.at < startsAt).length;
  const perWeek = (past / parameters.callHistoryWeeks) * (share / (1 - share));
  const others = strangers(seed, callsFrom, endsAt, perWeek, parameters);

  const people = new Map([...customers, ...others.people].map((person) => [person.id, person]));
  const recordFacts: Fact[] = records.flatMap((record) =>
    record.versions.map((version) => ({
      entity: 'customers' as const,
      at: version.recordedAt,
      row: recordRow(record, version),
    })),
  );
  return {
    seed,
    parameters,
    startsAt,
    endsAt,
    people,
    records,
    recordsOfPerson,
    ownerOf: new Map(records.map((record) => [record.externalId, people.get(record.personId) as Person])),
    visits,
    calls: numbered(
      [...customerCalls, ...others.calls].sort((a, b) => a.at - b.at),
      'C',
    ),
    leads: leads(seed, weekStart(parameters, 1 - parameters.leadHistoryWeeks), endsAt, records, parameters),
    facts: [...recordFacts, ...visitFacts(visits, recordAt, openedFrom)].sort((a, b) => a.at - b.at),
    departures: departures(seed, customers, until, recordAt, parameters),
  };
}
