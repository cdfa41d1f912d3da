import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { findLeaks } from '../../../models/selection/leakage.ts';
import { tableFromRows } from '../../../models/tableFromRows.ts';

const random = seededRandom(6);
const labels = Float64Array.from({ length: 1500 }, () => (random.uniform() < 0.3 ? 1 : 0));
const honest = () => ({ age: random.integer(60), city: ['a', 'b', 'c'][random.integer(3)]! });

describe('leaks', () => {
  test('a column that knows the label is named, a column that helps is not', () => {
    const rows = Array.from(labels, (label) => ({
      ...honest(),
      helps: label + 1.2 * random.normal(),
      status: random.uniform() < 0.02 ? 'open' : label === 1 ? 'won' : 'lost',
      duration: label === 1 ? 300 + 50 * random.normal() : 60 + 30 * random.normal(),
    }));
    const found = findLeaks(tableFromRows(rows), labels, 2);
    expect(found.map(({ column }) => column).sort()).toEqual(['duration', 'status']);
    for (const { strength } of found) expect(strength).toBeGreaterThan(0.95);
  });

  test('names of rows foretell nothing on other rows', () => {
    const rows = Array.from(labels, (_, row) => ({ ...honest(), name: `person ${row}` }));
    expect(findLeaks(tableFromRows(rows), labels, 2)).toEqual([]);
  });

  test('being filled in only after the outcome gives it away', () => {
    const rows = Array.from(labels, (label) => ({
      ...honest(),
      reason:
        label === 1 && random.uniform() < 0.8 ? ['price', 'service', 'moved'][random.integer(3)]! : null,
      sometimes: random.uniform() < 0.4 ? null : random.normal(),
    }));
    expect(findLeaks(tableFromRows(rows), labels, 2)).toEqual([
      { column: 'reason', by: 'missing', strength: 1, rows: 'with' },
    ]);
  });

  test('a name of somebody with several rows foretells nothing, where the rows are told to be of one', () => {
    const people = Array.from(labels, (_, row) => Math.floor(row / 3));
    const theirs = labels.map((_, row) => labels[people[row]!]!);
    const rows = Array.from(people, (person) => ({ ...honest(), name: `person ${person}` }));
    const named = (groups?: readonly number[]) =>
      findLeaks(tableFromRows(rows), theirs, 2, groups).map(({ column }) => column);
    expect(named(people)).toEqual([]);
    expect(named()).toEqual(['name']);
  });

  test('of the same amount everywhere nothing is foretold', () => {
    const rows = Array.from(labels, honest);
    expect(findLeaks(tableFromRows(rows), new Float64Array(rows.length).fill(0.1), 0)).toEqual([]);
  });

  test('of numbers and of several classes', () => {
    const values = labels.map(() => random.normal());
    const rows = Array.from(values, (value) => ({ ...honest(), net: value * 0.81 }));
    expect(findLeaks(tableFromRows(rows), values, 0).map(({ column }) => column)).toEqual(['net']);
    const classes = labels.map(() => random.integer(3));
    const coded = Array.from(classes, (label) => ({ ...honest(), code: ['x', 'y', 'z'][label]! }));
    expect(findLeaks(tableFromRows(coded), classes, 3).map(({ column }) => column)).toEqual(['code']);
  });
});
