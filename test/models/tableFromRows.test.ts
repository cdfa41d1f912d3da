import { describe, expect, test } from '@jest/globals';
import { datasetFromRows, tableFromRows } from '../../models/tableFromRows.ts';

describe('tableFromRows', () => {
  test('numbers and booleans become a numeric column, what is absent becomes NaN', () => {
    const table = tableFromRows([{ x: 2 }, { x: true }, { x: null }, {}, { x: false }]);
    expect(table.columns).toEqual([
      { kind: 'numeric', name: 'x', values: Float64Array.of(2, 1, Number.NaN, Number.NaN, 0) },
    ]);
  });

  test('one text makes a column categorical, its vocabulary sorted', () => {
    const table = tableFromRows([{ c: 'west' }, { c: 'east' }, { c: null }, { c: 7 }, { c: true }]);
    expect(table.columns).toEqual([
      {
        kind: 'categorical',
        name: 'c',
        codes: Int32Array.of(3, 2, -1, 1, 0),
        vocabulary: ['1', '7', 'east', 'west'],
      },
    ]);
  });

  test('columns are those asked for, else all that occur by name', () => {
    const rows = [{ b: 1 }, { a: 2 }];
    expect(tableFromRows(rows).columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(tableFromRows(rows, ['b', 'z']).columns.map(({ name }) => name)).toEqual(['b', 'z']);
  });

  test('leaves out a column without any value, so that what comes later may be of any type', () => {
    const rows = [{ a: 1, b: null }, { a: 2 }, { a: 3, b: Number.NaN }];
    expect(tableFromRows(rows).columns.map(({ name }) => name)).toEqual(['a']);
    expect(tableFromRows(rows, ['b']).columns).toMatchObject([{ name: 'b', kind: 'numeric' }]);
  });

  test('a dataset carries target and weights', () => {
    const dataset = datasetFromRows([{ x: 1 }, { x: 2 }], [0, 1], [3, 4]);
    expect(dataset).toMatchObject({
      rowCount: 2,
      target: Float64Array.of(0, 1),
      weights: Float64Array.of(3, 4),
    });
  });
});
