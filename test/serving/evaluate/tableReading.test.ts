import { describe, expect, test } from '@jest/globals';
import { readColumn } from '../../../serving/evaluate/columnReading.ts';
import { findColumn, findColumns } from '../../../serving/evaluate/findColumn.ts';
import { readLabel } from '../../../serving/evaluate/labelReading.ts';
import type { TextTable } from '../../../serving/evaluate/readTextTable.ts';
import { readTable } from '../../../serving/evaluate/tableReading.ts';
import { type TextColumn, TextColumnBuilder } from '../../../serving/evaluate/textColumn.ts';

function column(name: string, values: readonly string[]): TextColumn {
  const builder = new TextColumnBuilder(name, values.length);
  for (const value of values) builder.add(value);
  return builder.build();
}

const tableOf = (columns: Record<string, readonly string[]>): TextTable => ({
  description: 'CSV, comma, utf-8',
  rowCount: Object.values(columns)[0]!.length,
  columns: Object.entries(columns).map(([name, values]) => column(name, values)),
  unreadable: { count: 0, first: '' },
});

const numbersOf = (reading: ReturnType<typeof readColumn>, feature = 0) => {
  const found = reading.features[feature]!;
  return found.kind === 'numeric' ? [...found.values] : undefined;
};

const many = (count: number, of: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => of(row));

describe('a column', () => {
  test.each<[string, string[], number[]]>([
    ['points', ['1.5', '-2', '', '1e3'], [1.5, -2, Number.NaN, 1000]],
    ['commas', ['1,5', '-2', 'NA', '1.234,25'], [1.5, -2, Number.NaN, 1234.25]],
    ['thousands', ['1,234.5', '12', '999', '1,000,000'], [1234.5, 12, 999, 1_000_000]],
    ['money and percent', ['$1,234.50', '$3', '€ 7', '12 %'], [1234.5, 3, 7, 12]],
    [
      'infinities',
      ['inf', '-Infinity', '3', 'NaN'],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3, Number.NaN],
    ],
  ])('of numbers written with %s', (_, values, expected) => {
    const reading = readColumn(column('n', values), '.');
    expect(reading.kind).toBe('number');
    expect(numbersOf(reading)).toEqual(expected);
  });

  test('whether 1,234 is a thousand or a fraction is decided by the rest of the file', () => {
    const doubtful = column('n', ['1,234', '5,678', '12', '7']);
    expect(numbersOf(readColumn(doubtful, '.'))).toEqual([1234, 5678, 12, 7]);
    expect(numbersOf(readColumn(doubtful, ','))).toEqual([1.234, 5.678, 12, 7]);
  });

  test('a few slips among numbers are missing and said', () => {
    const reading = readColumn(column('n', [...many(99, (row) => String(row * 1.5)), 'about 7']), '.');
    expect(reading.kind).toBe('number');
    expect(numbersOf(reading)!.at(-1)).toBeNaN();
    expect(reading.notes[0]).toContain('"about 7"');
  });

  test('codes with leading zeros are categories', () => {
    expect(readColumn(column('zip', ['01234', '10115', '01234', '80331']), '.').kind).toBe('category');
  });

  test.each<[string, string[]]>([
    ['ISO', ['2024-12-31', '2024-01-02', '2023-07-09']],
    ['German', ['31.12.2024', '2.1.2024', '09.07.2023']],
    ['British', ['31/12/2024', '02/01/2024', '09/07/2023']],
    ['US', ['12/31/2024', '1/2/2024', '7/9/2023']],
    ['compact', ['20241231', '20240102', '20230709']],
    ['spelled', ['31 Dec 2024', '2-Jan-2024', 'Jul 9, 2023']],
  ])('of %s dates becomes days, month and weekday', (_, values) => {
    const reading = readColumn(column('at', values), '.');
    expect(reading.kind).toBe('date');
    expect(reading.features.map(({ name }) => name)).toEqual(['at: days', 'at: month', 'at: weekday']);
    expect(numbersOf(reading, 0)).toEqual([541, 177, 0]);
    expect(numbersOf(reading, 1)).toEqual([12, 1, 7]);
    expect(numbersOf(reading, 2)).toEqual([2, 2, 7]);
  });

  test('of moments has hours as well; dates that fit two notations are doubted', () => {
    const moments = readColumn(
      column('at', ['2024-12-31 18:30', '2024-01-02 06:00', '2023-07-09 00:00']),
      '.',
    );
    expect(numbersOf(moments, 3)).toEqual([18.5, 6, 0]);
    const doubtful = readColumn(column('at', ['1/2/2024', '3/4/2024', '5/6/2024']), '.');
    expect(doubtful.notes[0]).toContain('would also fit');
  });

  test.each<[string, string[], string, RegExp]>([
    ['customerID', many(50, (row) => `${(row * 7919) % 10_007}-AB`), 'identifier', /identifier or a name/],
    ['Lead Number', many(50, (row) => String(660_000 - 37 * row)), 'identifier', /identifier/],
    ['row', many(50, (row) => String(row + 1)), 'identifier', /number the rows|numbers the rows/],
    [
      'comment',
      many(50, (row) => `the customer said that ${row} things were wrong`),
      'free text',
      /free text/,
    ],
    ['country', many(50, () => 'DE'), 'constant', /every row says "DE"/],
    ['nothing', many(50, () => '?'), 'empty', /empty/],
  ])('%s is dropped', (name, values, kind, reason) => {
    const reading = readColumn(column(name, values), '.');
    expect(reading.kind).toBe(kind);
    expect(reading.dropped).toMatch(reason);
    expect(reading.features).toEqual([]);
  });

  test('measures that differ in every row are kept', () => {
    expect(
      readColumn(
        column(
          'balance',
          many(50, (row) => String((row * 7919) % 10_007)),
        ),
        '.',
      ).kind,
    ).toBe('number');
  });
});

describe('a label', () => {
  const label = (values: readonly string[], options = {}) =>
    readLabel(column('y', values), { decimal: '.', ...options });

  test.each<[string[], string[]]>([
    [
      ['Yes', 'No', 'No'],
      ['No', 'Yes'],
    ],
    [
      ['0', '1', '1'],
      ['0', '1'],
    ],
    [
      ['1', '2', '2'],
      ['2', '1'],
    ],
    [
      ['good', 'bad', 'good'],
      ['good', 'bad'],
    ],
    [
      ['ja', 'nein', 'ja'],
      ['nein', 'ja'],
    ],
  ])('%j: the last of %j is the positive class', (values, classes) => {
    expect(label(values)).toMatchObject({ task: 'classification', classes });
  });

  test('--positive chooses, also one of several', () => {
    expect(label(['good', 'bad'], { positive: 'GOOD' }).classes).toEqual(['bad', 'good']);
    const one = label(['a', 'b', 'c', ''], { positive: 'b' });
    expect(one.classes).toEqual(['not b', 'b']);
    expect([...one.target]).toEqual([0, 1, 0, Number.NaN]);
    expect(() => label(['a', 'b'], { positive: 'x' })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });

  test('text of several values is classes, numbers of many values are a regression', () => {
    expect(label(['low', 'high', 'mid'])).toMatchObject({
      task: 'multiclass',
      classes: ['high', 'low', 'mid'],
    });
    expect(label(['3', '10', '1', '1'])).toMatchObject({ task: 'multiclass', classes: ['1', '3', '10'] });
    expect(label(many(30, (row) => String(row / 4))).task).toBe('regression');
    expect([...label(['3', '10', '1'], { task: 'regression' }).target]).toEqual([3, 10, 1]);
  });

  test.each<[string, string[], object]>([
    ['one class', ['a', 'a', ''], {}],
    ['text as a number', ['a', 'b', 'c'], { task: 'regression' }],
    ['hundreds of classes', many(200, (row) => `c${row}`), {}],
  ])('%s is refused', (_, values, options) => {
    expect(() => label(values, options)).toThrow(expect.objectContaining({ name: 'Problem' }));
  });
});

describe('a table', () => {
  const columns = {
    id: many(40, (row) => `k${row}`),
    y: many(40, (row) => (row === 3 ? '' : row % 3 === 0 ? 'yes' : 'no')),
    price: many(40, (row) => `${row % 7},5`),
    copy: many(40, (row) => `${row % 7},5`),
    person: many(40, (row) => `p${row % 9}`),
    when: many(40, (row) => `2024-01-${String(1 + (row % 28)).padStart(2, '0')}`),
  };

  test('rows without a label, identifiers, copies, groups and times are set aside', () => {
    const reading = readTable(tableOf(columns), { label: 'Y', id: 'id', group: 'person', time: 'when' });
    expect(reading.rowCount).toBe(39);
    expect(reading.notes[0]).toContain('1 of 40 rows have no y');
    expect(reading.features.map(({ name }) => name)).toEqual(['price']);
    expect(reading.columns.find(({ name }) => name === 'copy')?.dropped).toContain('same as price');
    expect(reading.groups![0]).toBe(reading.groups![8]);
    expect(reading.groups![0]).not.toBe(reading.groups![1]);
    expect(reading.times![1]! - reading.times![0]!).toBe(86_400_000);
  });

  test('the order of the file is a time', () => {
    const reading = readTable(tableOf(columns), { label: 'y', time: 'row', drop: ['when', 'c*'] });
    expect([...reading.times!.subarray(0, 3)]).toEqual([0, 1, 2]);
    expect(reading.columns.find(({ name }) => name === 'copy')?.dropped).toContain('--drop');
  });

  test('dates give rise to the advice to look forward', () => {
    expect(readTable(tableOf(columns), { label: 'y' }).notes.join()).toContain('--time "when"');
  });

  test('a column that is not there is answered with the nearest ones', () => {
    const names = ['Churn', 'tenure', 'MonthlyCharges'];
    expect(findColumn(names, ' churn', '--label')).toBe('Churn');
    expect(() => findColumn(names, 'Chrun', '--label')).toThrow(
      expect.objectContaining({ code: 'not_found', remedy: 'Did you mean "Churn"?' }),
    );
    expect(findColumns(names, ['*e*', 'Churn'], '--drop')).toEqual(['tenure', 'MonthlyCharges', 'Churn']);
    expect(() => findColumns(names, ['zzz*'], '--drop')).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
  });
});
