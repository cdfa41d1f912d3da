import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KindEvidence, typedValue } from '../../../serving/import/columnKind.ts';
import { parseNumber } from '../../../serving/import/parseNumber.ts';
import { parseTimestamp } from '../../../serving/import/parseTimestamp.ts';
import { RowTable } from '../../../serving/import/rowTable.ts';
import { ZonedTime } from '../../../serving/import/zonedTime.ts';

const berlin = new ZonedTime('Europe/Berlin');

describe('times', () => {
  test.each([
    ['2024-07-01', '2024-06-30T22:00:00.000Z'],
    ['2024-07-01T10:00:00Z', '2024-07-01T10:00:00.000Z'],
    ['2024-07-01 10:00:00.123456+02:00', '2024-07-01T08:00:00.123Z'],
    ['2024-01-01T10:00', '2024-01-01T09:00:00.000Z'],
    ['31.12.2024', '2024-12-30T23:00:00.000Z'],
    ['1.2.2024 14:30 Uhr', '2024-02-01T13:30:00.000Z'],
    ['20240229', '2024-02-28T23:00:00.000Z'],
    // The clocks skip 02:30 on this day; read as before the change.
    ['2024-03-31 02:30', '2024-03-31T01:30:00.000Z'],
    // 02:30 occurs twice; the first counts.
    ['2024-10-27 02:30', '2024-10-27T00:30:00.000Z'],
  ])('%s', (text, moment) => expect(parseTimestamp(text, berlin)?.toISOString()).toBe(moment));

  test.each([
    '1/2/2024',
    '2024-02-30',
    '20240230',
    '31.11.2024',
    'gestern',
    '2024-01-01T25:00',
    '12',
    '2024-01-01Z',
  ])('%s is refused', (text) => expect(parseTimestamp(text, berlin)).toBeUndefined());

  test.each(['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'])(
    'wall-clock times of %s are given back by the runtime',
    (timezone) => {
      const zone = new ZonedTime(timezone);
      const format = new Intl.DateTimeFormat('sv-SE', {
        timeZone: timezone,
        dateStyle: 'short',
        timeStyle: 'medium',
      });
      fc.assert(
        fc.property(
          fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
          (moment) => {
            const wall = format.format(moment);
            const back = new Date(zone.toUtc(Date.parse(`${wall.replace(' ', 'T')}Z`)));
            expect(format.format(back)).toBe(wall);
          },
        ),
        { seed: 3, numRuns: 400 },
      );
    },
  );
});

describe('numbers', () => {
  test.each([
    ['1234.5', 'auto', 1234.5],
    ['1.234', 'auto', 1.234],
    ['1.234', ',', 1234],
    ['1.234,56', 'auto', 1234.56],
    ['12,5', 'auto', 12.5],
    ['1,234', 'auto', undefined],
    ['1,234', '.', 1234],
    ['1,234', ',', 1.234],
    ['1,234,567.8', 'auto', 1234567.8],
    ['1e3', 'auto', 1000],
    ['1e999', 'auto', undefined],
    ['12 EUR', 'auto', undefined],
    ['', 'auto', undefined],
  ] as const)('%s with decimal sign %s', (text, decimal, value) =>
    expect(parseNumber(text, decimal)).toBe(value),
  );
});

describe('what a column holds', () => {
  const kindOf = (values: readonly string[]) => {
    const evidence = new KindEvidence();
    for (const value of values) evidence.add(value);
    return evidence.kind;
  };
  test.each([
    [['1', ' 2 ', '', '-3'], 'integer'],
    [['1', '2.5', ' '], 'number'],
    [['1,5', '2', '1.234,5'], 'comma'],
    [['01067', '10115'], 'text'],
    [['true', 'FALSE', ''], 'boolean'],
    [['1', 'x'], 'text'],
    [['12345678901234567890'], 'text'],
    [['', ' '], 'text'],
  ] as const)('%j is %s', (values, kind) => expect(kindOf(values)).toBe(kind));

  test('blanks are null in every kind', () => {
    for (const kind of ['text', 'integer', 'number', 'comma', 'boolean'] as const)
      expect(typedValue('  ', kind)).toBeNull();
    expect(typedValue('1.234,5', 'comma')).toBe(1234.5);
  });
});

test('a table of rows remembers the last number of every key', () => {
  const table = new RowTable();
  const oracle = new Map<string, number>();
  for (let row = 0; row < 20_000; row++) {
    const key = `K${(row * 7919) % 13_001}`;
    table.set(key, row);
    oracle.set(key, row);
  }
  expect(table.size).toBe(oracle.size);
  for (const [key, row] of oracle) expect(table.get(key)).toBe(row);
  expect(table.get('unknown')).toBeUndefined();
});
