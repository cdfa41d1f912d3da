import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../base/problem.ts';
import { readSettings } from '../../serving/settings.ts';

function refused(variables: Record<string, string>): Problem {
  try {
    readSettings(variables);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('the settings were taken');
}

describe('settings', () => {
  test('have defaults, and an empty variable is unset', () => {
    expect(readSettings({ DATABASE_URL: '', PORT: '' })).toMatchObject({
      databaseUrl: undefined,
      port: 3000,
      host: '127.0.0.1',
      controlShare: 0.05,
      now: undefined,
    });
  });

  test('are read with their types', () => {
    const settings = readSettings({ PORT: '0', LINKLOOP_NOW: '2025-03-01T00:00:00+01:00' });
    expect(settings.port).toBe(0);
    expect(settings.now).toEqual(new Date('2025-02-28T23:00:00Z'));
    expect(settings.dataDirectory).toMatch(/^\/.*\.linkloop$/);
  });

  test('that cannot be used are all named, passwords not shown', () => {
    const problem = refused({
      PORT: 'http',
      LINKLOOP_CONTROL_SHARE: '2',
      DATABASE_URL: 'mysql://u:secret@h/d',
    });
    expect(problem.findings.map(({ path }) => path).sort()).toEqual([
      'DATABASE_URL',
      'LINKLOOP_CONTROL_SHARE',
      'PORT',
    ]);
    expect(JSON.stringify(problem.findings)).not.toContain('secret');
  });

  test('of .env.example are the defaults', () => {
    const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
    const example = lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split('=', 2));
    expect(example.length).toBeGreaterThan(10);
    expect(readSettings(Object.fromEntries(example))).toEqual(readSettings({}));
    for (const [name] of example) expect(refusedOrRead(name!)).toBe(true);
  });
});

/** Whether a variable is read at all: nonsense in it is refused, or (text) changes a setting. */
function refusedOrRead(name: string): boolean {
  try {
    return JSON.stringify(readSettings({ [name]: ' nonsense ' })) !== JSON.stringify(readSettings({}));
  } catch (error) {
    return error instanceof Problem;
  }
}
