import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { sigmoid } from '../../../models/numeric/sigmoid.ts';
import { findNearDuplicates } from '../../../models/selection/nearDuplicates.ts';
import { tableFromRows } from '../../../models/tableFromRows.ts';

const random = seededRandom(5);
const person = () => ({
  worth: random.normal() * 1000,
  income: Math.round(20_000 + 50_000 * random.uniform()),
});
const city = () => ['Bonn', 'Kiel', 'Ulm'][random.integer(3)]!;

describe('near-duplicates', () => {
  test('cases written down several times are found by the columns in which they agree', () => {
    const people = Array.from({ length: 400 }, () => ({ ...person(), label: random.integer(2) }));
    const cases = Array.from({ length: 1200 }, (_, row) => people[row % 400]!);
    const rows = cases.map(({ worth, income }) => ({
      worth,
      income,
      city: city(),
      visits: random.integer(9),
    }));
    const found = findNearDuplicates(
      tableFromRows(rows),
      Float64Array.from(cases, ({ label }) => label),
      true,
    );
    expect(found?.columns).toEqual(expect.arrayContaining([expect.stringMatching(/worth|income/)]));
    expect(found?.rows).toBeGreaterThanOrEqual(1200);
    expect(found?.agreement).toBe(1);
    expect(found?.agreementBeside).toBeLessThan(0.6);
    found?.groups.forEach((group, row) => {
      expect(group).toBe(found.groups[row % 400]);
    });
  });

  test('equal values of a column that truly explains the label are no copies', () => {
    // Ages come back all the time, and equal ages have alike labels; so have ages beside each other.
    const rows = Array.from({ length: 2000 }, () => ({
      age: 18 + random.integer(70),
      fee: Math.round(500 * random.uniform()) / 10,
      city: city(),
    }));
    const labels = Float64Array.from(rows, ({ age }) => (random.uniform() < sigmoid((age - 50) / 5) ? 1 : 0));
    expect(findNearDuplicates(tableFromRows(rows), labels, true)).toBeUndefined();
  });

  test('copies of whole rows are found, values missing in them as well', () => {
    const rows = Array.from({ length: 300 }, () => ({
      a: random.integer(500),
      b: random.integer(15),
      c: random.uniform() < 0.2 ? null : random.integer(15),
      d: random.integer(15),
    }));
    const labels = rows.map(() => random.integer(2));
    const found = findNearDuplicates(
      tableFromRows([...rows, ...rows]),
      Float64Array.from([...labels, ...labels]),
      true,
    );
    expect(found?.columns).toHaveLength(4);
    expect(found?.rows).toBe(600);
  });

  test('whole rows of usual values may come back by chance', () => {
    const rows = Array.from({ length: 2000 }, () => ({
      a: random.integer(4),
      b: random.integer(4),
      c: random.integer(30),
    }));
    const labels = Float64Array.from(rows, ({ a, b, c }) => (a + 2 * b + c) % 2);
    expect(findNearDuplicates(tableFromRows(rows), labels, true)).toBeUndefined();
  });

  test('of numbers, copies have nearly the same', () => {
    const people = Array.from({ length: 300 }, () => ({ ...person(), value: random.normal() }));
    const cases = [...people, ...people];
    const found = findNearDuplicates(
      tableFromRows(cases.map(({ worth, income }) => ({ worth, income, city: city() }))),
      Float64Array.from(cases, ({ value }) => value + 0.001 * random.normal()),
      false,
    );
    expect(found?.rows).toBe(600);
    const alone = Float64Array.from(cases, () => random.normal());
    expect(
      findNearDuplicates(tableFromRows(cases.map(({ worth, income }) => ({ worth, income }))), alone, false),
    ).toBeUndefined();
  });
});
