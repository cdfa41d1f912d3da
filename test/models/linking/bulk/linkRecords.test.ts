import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../../base/random.ts';
import { linkRecords } from '../../../../models/linking/bulk/linkRecords.ts';
import { joinTables } from '../../../../models/linking/bulk/recordTable.ts';
import { people, peopleColumns, tableOf } from './people.ts';

function quality(links: readonly { left: number; right: number }[], who: readonly number[]) {
  const correct = links.filter(({ left, right }) => who[left] === who[right]).length;
  const seen = new Map<number, number>();
  let matches = 0;
  for (const one of who) {
    matches += seen.get(one) ?? 0;
    seen.set(one, (seen.get(one) ?? 0) + 1);
  }
  return { precision: correct / links.length, recall: correct / matches };
}

describe('duplicates of one file', () => {
  const { rows, who } = people(1300, 3);
  const linking = linkRecords(tableOf(peopleColumns, rows), { threads: 1 });

  test('are found without labels', async () => {
    const { pairs, keys, candidateCount } = await linking;
    expect(keys.length).toBeGreaterThan(2);
    expect(candidateCount).toBeLessThan((1300 * 1299) / 20);
    const { precision, recall } = quality(
      [...pairs].filter(({ decision }) => decision === 'link'),
      who,
    );
    expect(precision).toBeGreaterThan(0.97);
    expect(recall).toBeGreaterThan(0.97);
  });

  test('the estimate of pair completeness is close to the truth', async () => {
    const { estimatedCompleteness, isCandidate } = await linking;
    let matches = 0;
    let found = 0;
    who.forEach((one, row) => {
      const other = who.indexOf(one, row + 1);
      if (other < 0) return;
      matches++;
      if (isCandidate(row, other)) found++;
    });
    expect(found / matches).toBeGreaterThan(0.98);
    expect(Math.abs(estimatedCompleteness - found / matches)).toBeLessThan(0.03);
  });

  test('clusters are the linked pairs, and no pair is named twice', async () => {
    const { pairs, clusters } = await linking;
    const seen = new Set<string>();
    for (const { left, right, decision } of pairs) {
      expect(left).toBeLessThan(right);
      expect(seen.has(`${left},${right}`)).toBe(false);
      seen.add(`${left},${right}`);
      expect(clusters![left] === clusters![right]).toBe(decision === 'link');
    }
  });

  test('the likelihood never falls', async () => {
    const { likelihoods } = await linking;
    expect(likelihoods.length).toBeGreaterThan(2);
    likelihoods.slice(1).forEach((likelihood, at) => {
      expect(likelihood).toBeGreaterThanOrEqual(likelihoods[at]! - 1e-7 * Math.abs(likelihood));
    });
  });

  test('an explanation adds up to the score, either way round', async () => {
    const { explain, logOdds, pairs } = await linking;
    for (const { left, right } of [...pairs].slice(0, 200)) {
      const { prior, evidence, logOdds: sum } = explain(left, right);
      expect(evidence.reduce((total, { weight }) => total + weight, prior)).toBeCloseTo(sum, 9);
      expect(sum).toBeCloseTo(logOdds(left, right), 9);
      expect(logOdds(right, left)).toBe(logOdds(left, right));
    }
  });

  test('the order of the rows does not matter', async () => {
    const order = seededRandom(8).shuffle(Array.from(rows, (_, row) => row));
    const shuffled = await linkRecords(
      tableOf(
        peopleColumns,
        order.map((row) => rows[row]!),
      ),
      { threads: 1 },
    );
    const names = (clusters: Int32Array, rowOf: (row: number) => number) => {
      const members = new Map<number, number[]>();
      clusters.forEach((cluster, row) => {
        members.set(cluster, [...(members.get(cluster) ?? []), rowOf(row)]);
      });
      return [...members.values()].map((list) => list.sort((a, b) => a - b).join(' ')).sort();
    };
    expect(names(shuffled.clusters!, (row) => order[row]!)).toEqual(
      names((await linking).clusters!, (row) => row),
    );
  });
});

test('two files: partners of the other file, one each', async () => {
  const { rows, who } = people(700, 5);
  const left = rows.filter((_, row) => who.indexOf(who[row]!) === row);
  const right = rows.filter((_, row) => who.indexOf(who[row]!) !== row);
  const whoOf = [
    ...who.filter((one, row) => who.indexOf(one) === row),
    ...who.filter((one, row) => who.indexOf(one) !== row),
  ];
  const joined = joinTables(tableOf(peopleColumns, left), tableOf(peopleColumns, right));
  const { pairs, oneToOne, clusters } = await linkRecords(joined);
  expect(oneToOne).toBe(true);
  expect(clusters).toBeUndefined();
  const links = [...pairs].filter(({ decision }) => decision === 'link');
  for (const pair of links) {
    expect(pair.left).toBeLessThan(left.length);
    expect(pair.right).toBeGreaterThanOrEqual(left.length);
  }
  expect(new Set(links.map((pair) => pair.left)).size).toBe(links.length);
  expect(new Set(links.map((pair) => pair.right)).size).toBe(links.length);
  const { precision, recall } = quality(links, whoOf);
  expect(precision).toBeGreaterThan(0.97);
  expect(recall).toBeGreaterThan(0.97);
});

test('whatever the cells say, nothing is thrown', async () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 80, unit: 'binary' }),
    fc.constantFrom('', 'x'.repeat(5000), 'محمد', '👩‍👩‍👧', '0000-00-00', '31.02.1980', '@', '+', '-'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell, cell, cell, cell), { minLength: 2, maxLength: 12 }),
      async (rows) => {
        const names = ['vorname', 'full name', 'geburtsdatum', 'plz', 'telefon', 'email'];
        const kinds = {
          vorname: 'givenName',
          'full name': 'fullName',
          email: 'email',
          telefon: 'phone',
        } as const;
        const { pairs } = await linkRecords(tableOf(names, rows), { kinds }).catch(
          (error: { code?: string }) => {
            expect(error.code).toBe('not_enough_data');
            return { pairs: [] };
          },
        );
        for (const { logOdds } of pairs) expect(Number.isFinite(logOdds)).toBe(true);
      },
    ),
    { numRuns: 25, seed: 4 },
  );
});
