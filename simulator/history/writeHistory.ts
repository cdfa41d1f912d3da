import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { iso } from '../calendar.ts';
import { callPayload } from '../world/calls.ts';
import { recordRow } from '../world/customerRecord.ts';
import { leadRow } from '../world/leads.ts';
import { type World, weekStart } from '../world/world.ts';
import { csv } from './csv.ts';
import { LegacyRule } from './legacyRule.ts';
import type { PastLeads } from './pastLeads.ts';

export interface HistoryFile {
  readonly entity:
    | 'customers'
    | 'calls'
    | 'leads'
    | 'appointments'
    | 'interactions'
    | 'transactions'
    | 'outcomes';
  readonly path: string;
  /** Import map: every field by name, and the attribute columns. */
  readonly mapPath: string;
  readonly rows: number;
}

type Row = Readonly<Record<string, unknown>>;

interface Sheet {
  readonly name: string;
  readonly entity: HistoryFile['entity'];
  readonly columns: readonly string[];
  readonly attributes: readonly string[];
  readonly rows: readonly Row[];
}

const identity = [
  'givenName',
  'familyName',
  'phone',
  'email',
  'dateOfBirth',
  'street',
  'houseNumber',
  'postalCode',
  'city',
];

/** A row with its attributes beside its fields, and when it was recorded. */
function flat(row: Row, recordedAt: number): Row {
  const { attributes, claims, ...fields } = row as Row & { attributes?: Row; claims?: Row };
  return { ...fields, ...claims, ...attributes, recordedAt: iso(recordedAt) };
}

function sheets(world: World, past: PastLeads): Sheet[] {
  const { parameters, startsAt } = world;
  const rule = new LegacyRule(world.records);
  const appointmentsFrom = weekStart(parameters, 1 - parameters.appointmentHistoryWeeks);
  const known = world.facts.filter((fact) => fact.at < startsAt);
  const rowsOf = (entity: string, from: number): Row[] => {
    // One line per record, as it stood last: an export holds no record twice.
    const last = new Map<unknown, Row>();
    for (const fact of known) {
      if (fact.entity === entity && fact.at >= from) last.set(fact.row.externalId, flat(fact.row, fact.at));
    }
    return [...last.values()];
  };
  const ever = Number.NEGATIVE_INFINITY;
  const records = world.records.map((record) => ({
    record,
    versions: record.versions.filter((version) => version.recordedAt < startsAt),
  }));
  const versionRow = (
    { record, versions }: (typeof records)[number],
    version: (typeof versions)[number] | undefined,
  ): Row[] => (version === undefined ? [] : [flat(recordRow(record, version), version.recordedAt)]);
  const before = <T extends { at: number }>(items: readonly T[]) =>
    items.filter((item) => item.at < startsAt);
  const customerColumns = ['externalId', 'displayName', ...identity, 'occurredAt', 'recordedAt'];
  const outcomes = [...before(past.outcomes), ...before(world.departures)].sort((a, b) => a.at - b.at);
  return [
    {
      name: 'customers',
      entity: 'customers',
      columns: customerColumns,
      attributes: ['branch'],
      rows: records.flatMap((one) => versionRow(one, one.versions[0])),
    },
    {
      // Records that changed since they were opened, as they stand now; imported after customers.csv.
      name: 'customer-updates',
      entity: 'customers',
      columns: customerColumns,
      attributes: ['branch'],
      rows: records.flatMap((one) => (one.versions.length > 1 ? versionRow(one, one.versions.at(-1)) : [])),
    },
    {
      name: 'calls',
      entity: 'calls',
      columns: [
        'externalId',
        'occurredAt',
        'durationSeconds',
        'service',
        'name',
        ...identity.filter((one) => one !== 'houseNumber' && one !== 'city'),
        'transcript',
        'customerExternalId',
        'recordedAt',
      ],
      attributes: ['branch', 'purpose'],
      rows: before(world.calls).map((call) => ({
        ...flat(callPayload(call), call.at + call.durationSeconds * 1000),
        customerExternalId: rule.identify(call),
      })),
    },
    {
      name: 'leads',
      entity: 'leads',
      columns: ['externalId', 'customerExternalId', 'source', 'value', 'occurredAt', 'recordedAt'],
      attributes: ['product', 'asksForPrice', 'messageLength', 'leavesPhone', 'device', 'ageGroup', 'hour'],
      rows: before(world.leads).map((lead) => flat(leadRow(lead), lead.at)),
    },
    {
      name: 'appointments',
      entity: 'appointments',
      columns: [
        'externalId',
        'customerExternalId',
        'service',
        'status',
        'scheduledAt',
        'occurredAt',
        'recordedAt',
      ],
      attributes: [],
      rows: rowsOf('appointments', appointmentsFrom),
    },
    {
      name: 'transactions',
      entity: 'transactions',
      columns: ['externalId', 'customerExternalId', 'amount', 'product', 'occurredAt', 'recordedAt'],
      attributes: [],
      rows: rowsOf('transactions', ever),
    },
    {
      name: 'interactions',
      entity: 'interactions',
      columns: [
        'externalId',
        'leadExternalId',
        'customerExternalId',
        'action',
        'direction',
        'propensity',
        'occurredAt',
        'recordedAt',
      ],
      attributes: [],
      rows: [...rowsOf('interactions', ever), ...past.interactions.map(({ at, row }) => flat(row, at))],
    },
    {
      name: 'outcomes',
      entity: 'outcomes',
      columns: [
        'externalId',
        'subjectType',
        'subjectExternalId',
        'kind',
        'value',
        'interactionExternalId',
        'occurredAt',
        'recordedAt',
      ],
      attributes: [],
      rows: outcomes.map(({ at, row }) => flat(row, at)),
    },
  ];
}

/** Writes the company's past as CSV files with import maps. The answer lists them in the order to import them. */
export async function writeHistory(world: World, past: PastLeads, directory: string): Promise<HistoryFile[]> {
  await mkdir(directory, { recursive: true });
  const files: HistoryFile[] = [];
  for (const { name, entity, columns, attributes, rows } of sheets(world, past)) {
    const path = join(directory, `${name}.csv`);
    await writeFile(path, csv([...columns, ...attributes], rows));
    const mapPath = join(directory, `${name}.map.json`);
    const map = {
      ...Object.fromEntries(columns.map((column) => [column, column])),
      ...(attributes.length === 0 ? {} : { attributes }),
    };
    await writeFile(mapPath, `${JSON.stringify(map, null, 2)}\n`);
    files.push({ entity, path, mapPath, rows: rows.length });
  }
  return files;
}
