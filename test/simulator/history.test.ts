import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSimulation } from '../../simulator/simulation.ts';
import { smallWorld } from './smallWorld.ts';

/** RFC 4180, independent of the writer. */
function parse(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n"]*))(,|\n)/g)) {
    rows.at(-1)?.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === '\n') rows.push([]);
  }
  rows.pop();
  const [header = [], ...body] = rows;
  return body.map((cells) => {
    expect(cells.length).toBe(header.length);
    return Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']));
  });
}

const directories: string[] = [];
async function written(seed: number) {
  const directory = await mkdtemp(join(tmpdir(), 'simulated-history-'));
  directories.push(directory);
  const simulation = createSimulation({ seed, parameters: smallWorld });
  const files = await simulation.history.write(directory);
  const texts = await Promise.all(files.map(({ path }) => readFile(path, 'utf8')));
  const maps = await Promise.all(files.map(({ mapPath }) => readFile(mapPath, 'utf8')));
  return { simulation, files, texts, maps };
}

let history: Awaited<ReturnType<typeof written>>;
let tables: Record<string, Record<string, string>[]>;
const table = (name: string) => tables[name] ?? [];

beforeAll(async () => {
  history = await written(4);
  tables = Object.fromEntries(
    history.files.map(({ path }, i) => [
      path.split('/').at(-1)?.replace('.csv', ''),
      parse(history.texts[i] ?? ''),
    ]),
  );
});
afterAll(async () => {
  await Promise.all(directories.map((directory) => rm(directory, { recursive: true })));
});

test('the company can say what its sales actions cost, and offers waiting to nobody', () => {
  const { salesPolicy, parameters } = history.simulation;
  expect(salesPolicy.actions.map(({ name }) => name)).toEqual(['call', 'email', 'sms', 'offer']);
  for (const { name, cost } of salesPolicy.actions)
    expect(cost).toBe(parameters.leads.costs[name as keyof typeof parameters.leads.costs]);
});

describe('the written history', () => {
  test('is the same for the same seed', async () => {
    const again = await written(4);
    expect(again.texts).toEqual(history.texts);
    expect(again.maps).toEqual(history.maps);
  });

  test('comes in an order in which every reference is known', () => {
    expect(history.files.map(({ entity }) => entity)).toEqual([
      'customers',
      'customers',
      'calls',
      'leads',
      'appointments',
      'transactions',
      'interactions',
      'outcomes',
    ]);
    const ids = (name: string) => new Set(table(name).map((row) => row.externalId));
    const [customers, leads, interactions] = [ids('customers'), ids('leads'), ids('interactions')];
    for (const name of [
      'customer-updates',
      'calls',
      'leads',
      'appointments',
      'transactions',
      'interactions',
    ]) {
      const column = name === 'customer-updates' ? 'externalId' : 'customerExternalId';
      for (const row of table(name)) if (row[column] !== '') expect(customers).toContain(row[column]);
    }
    for (const row of table('outcomes')) {
      expect(row.subjectType === 'lead' ? leads : customers).toContain(row.subjectExternalId);
      if (row.interactionExternalId !== '') expect(interactions).toContain(row.interactionExternalId);
    }
  });

  test('holds each record once per file, with times of the past in order', () => {
    for (const [i, file] of history.files.entries()) {
      const rows = parse(history.texts[i] ?? '');
      expect(rows.length).toBe(file.rows);
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map((row) => row.externalId)).size).toBe(rows.length);
      for (const row of rows) {
        const [occurred, recorded] = [Date.parse(row.occurredAt ?? ''), Date.parse(row.recordedAt ?? '')];
        expect(occurred).toBeLessThanOrEqual(recorded);
        if (file.entity !== 'calls') expect(recorded).toBeLessThan(history.simulation.startsAt.getTime());
        else expect(occurred).toBeLessThan(history.simulation.startsAt.getTime());
      }
    }
  });

  test('maps every column of each file, once', () => {
    for (const [i, text] of history.texts.entries()) {
      const map = JSON.parse(history.maps[i] ?? '') as Record<string, string | string[]>;
      const columns = Object.values(map).flat();
      expect(columns.sort()).toEqual((text.split('\n', 1)[0] ?? '').split(',').sort());
    }
  });

  test('links about as many calls as the old rule could, and by nothing but the rule', () => {
    const calls = table('calls');
    const linked = calls.filter((row) => row.customerExternalId !== '');
    expect(linked.length / calls.length).toBeGreaterThan(0.1);
    expect(linked.length / calls.length).toBeLessThan(0.35);
    for (const row of linked) {
      const named = row.name !== '' || (row.givenName !== '' && row.familyName !== '');
      expect(row.phone !== '' || named).toBe(true);
    }
  });

  test('logs what the team did with a propensity', () => {
    for (const row of table('interactions')) {
      if (row.action === 'complaint') expect(row.direction).toBe('inbound');
      else {
        expect(Number(row.propensity)).toBeGreaterThan(0);
        expect(Number(row.propensity)).toBeLessThan(1);
      }
    }
  });
});
