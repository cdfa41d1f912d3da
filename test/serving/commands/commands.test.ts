import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../prisma/database.ts';
import { registerCompany } from '../../../serving/commands/company.ts';
import { registerImport } from '../../../serving/commands/import.ts';
import { registerKeys } from '../../../serving/commands/keys.ts';
import { runProgram } from '../../../serving/commands/runProgram.ts';
import { registerStatus } from '../../../serving/commands/status.ts';
import { findKeyHolder } from '../../../serving/keys.ts';
import { testDatabase } from '../../support/database.ts';
import { fileOf, newFolder } from '../import/support.ts';

let database: Database;
const before = { ...process.env };

beforeAll(async () => {
  database = await testDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    LINKLOOP_DATA: await newFolder(),
    LOG_LEVEL: 'silent',
  });
});
afterAll(async () => {
  process.env = before;
  await database.close();
});

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await runProgram(args, [registerImport, registerStatus, registerKeys, registerCompany], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal: new AbortController().signal,
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return {
    code,
    stdout,
    stderr,
    json: last.startsWith('{') ? (JSON.parse(last) as Record<string, unknown>) : undefined,
  };
}

describe('import', () => {
  test('creates the company, prints the guessed map on stderr and the report on stdout', async () => {
    const file = await fileOf('kunden.csv', 'Kundennummer,Vorname,Nachname\nK1,Anna,Groß\nK2,Bernd,\n');
    const result = await run('import', 'customers', file, '--company', 'north', '--json');
    expect(result.code).toBe(0);
    expect(result.json).toMatchObject({
      entity: 'customers',
      company: 'north',
      rows: 2,
      imported: 2,
      rejected: 0,
    });
    expect(result.stderr).toContain('"givenName":"Vorname"');
    expect(result.stderr).toContain('Map occurredAt');
    const dated = await fileOf('alt.csv', 'Kundennummer,Vorname,Kunde seit\nK1,Anna,01.02.2020\n');
    expect((await run('import', 'customers', dated, '--company', 'old')).stderr).toContain(
      'count as known since they occurred',
    );
    const again = await run('import', 'customers', file, '--company', 'north');
    expect(again.stdout).toMatch(/^2 rows of customers: 0 imported, 0 updated, 2 unchanged, 0 rejected \(/);
  });

  test('reads the map from a file; a map that fits nothing fails with every finding', async () => {
    const file = await fileOf('t.csv', 'nr,betrag\n1,5\n');
    const map = path.join(path.dirname(file), 'map.json');
    await writeFile(map, '{"externalId": "nr", "sum": "betrag", "amount": "x"}');
    const failed = await run('import', 'transactions', file, '--map', map, '--json');
    expect(failed.code).toBe(1);
    expect(failed.json).toMatchObject({
      problem: {
        code: 'invalid_input',
        errors: [{ path: 'sum' }, { path: 'amount', allowed: 'nr, betrag' }],
      },
    });
    expect(failed.stderr).toContain('sum is not a field of transactions');
    await writeFile(map, '{');
    expect(await run('import', 'transactions', file, '--map', map)).toMatchObject({ code: 1, stdout: '' });
  });

  test('a missing file fails with 1, a wrong entity or option with 2', async () => {
    const missing = await run('import', 'customers', '/nowhere.csv', '--json');
    expect(missing).toMatchObject({ code: 1, json: { problem: { code: 'not_found', status: 404 } } });
    expect(missing.stderr).toContain('Check the path.');
    expect(await run('import', 'custmers', 'x')).toMatchObject({ code: 2, stdout: '' });
    const wrong = await run('import', 'customers', 'x', '--batch-size', '0', '--json');
    expect(wrong).toMatchObject({ code: 2, json: { problem: { code: 'invalid_input' } } });
    expect(await run('import', 'customers')).toMatchObject({ code: 2 });
    expect(await run('imports')).toMatchObject({ code: 2 });
  });
});

describe('keys', () => {
  test('are shown once, kept as a hash, listed without themselves, and open nothing once revoked', async () => {
    const made = await run(
      'keys',
      'create',
      '--name',
      'crm',
      '--scopes',
      'predict,feedback',
      '--company',
      'south',
      '--json',
    );
    expect(made.code).toBe(0);
    const key = String(made.json?.key);
    expect(key).toMatch(/^ll_[A-Za-z0-9_-]{43}$/);
    expect(await findKeyHolder(database, key)).toMatchObject({
      name: 'crm',
      scopes: ['predict', 'feedback'],
    });
    expect(await findKeyHolder(database, `${key}x`)).toBeNull();
    const stored = await database.pool.query('select * from api_key where name = $1', ['crm']);
    expect(JSON.stringify(stored.rows)).not.toContain(key);

    const listed = await run('keys', 'list', '--company', 'south');
    expect(listed.stdout).toContain(key.slice(0, 9));
    expect(listed.stdout).not.toContain(key);

    const other = await run('keys', 'revoke', key.slice(0, 9), '--company', 'north');
    expect(other.code).toBe(1);
    expect((await run('keys', 'revoke', key.slice(0, 9), '--company', 'south')).code).toBe(0);
    expect(await findKeyHolder(database, key)).toBeNull();
    expect((await run('keys', 'revoke', key.slice(0, 9), '--company', 'south')).code).toBe(1);
    const audit = await database.pool.query(
      `select action from audit_log where action like 'key.%' order by id`,
    );
    expect(audit.rows.map(({ action }) => action).slice(-2)).toEqual(['key.create', 'key.revoke']);
  });

  test('an unknown scope is bad usage', async () => {
    const result = await run('keys', 'create', '--name', 'x', '--scopes', 'predict,all');
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('all is no scope');
  });
});

describe('company', () => {
  test('is created and changed; settings that make no sense are refused', async () => {
    expect(await run('company', 'create', 'east', '--timezone', 'Europe/Vienna', '--json')).toMatchObject({
      code: 0,
      json: { company: { slug: 'east', timezone: 'Europe/Vienna', region: 'DE', wrongLinkLimit: 0.01 } },
    });
    expect((await run('company', 'create', 'east')).code).toBe(1);
    expect(await run('company', 'set', 'east', '--wrong-link-limit', '0.005', '--json')).toMatchObject({
      json: { company: { timezone: 'Europe/Vienna', wrongLinkLimit: 0.005 } },
    });
    expect((await run('company', 'set', 'east', '--wrong-link-limit', '2')).code).toBe(2);
    const zone = await run('company', 'set', 'east', '--timezone', 'Mars/Olympus', '--json');
    expect(zone).toMatchObject({
      code: 1,
      json: { problem: { errors: [{ path: 'timezone', received: 'Mars/Olympus' }] } },
    });
    expect((await run('company', 'set', 'nobody', '--name', 'x')).code).toBe(1);
    expect((await run('company', 'create', 'Not A Slug')).code).toBe(1);
    expect((await run('company', 'list')).stdout).toContain('Europe/Vienna');
  });
});

test('status counts what a company has; one that is unknown is an error', async () => {
  await run('import', 'customers', await fileOf('a.csv', 'id\nK1\nK2\n'), '--company', 'west');
  expect((await run('status', '--company', 'west', '--json')).json).toMatchObject({
    company: 'west',
    rows: { customer: 2, call: 0 },
    imports: [{ entity: 'customers', rowsDone: 2, finished: true }],
  });
  expect((await run('status', '--company', 'west')).stdout).toMatch(/Imports\nentity/);
  expect(await run('status', '--company', 'nobody')).toMatchObject({ code: 1, stdout: '' });
});

test('every command shows help with an example and succeeds', async () => {
  for (const args of [
    ['import'],
    ['status'],
    ['keys', 'create'],
    ['keys', 'list'],
    ['keys', 'revoke'],
    ['company', 'create'],
    ['company', 'set'],
    ['company', 'list'],
  ]) {
    const help = await run(...args, '--help');
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/Examples?:\n {2}linkloop /);
  }
  expect((await run()).code).toBe(2);
});
