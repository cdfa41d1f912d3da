import { describe, expect, test } from '@jest/globals';
import { people, recordedAgain } from '../../../../bench/link/germanPeople.ts';
import type { IdentityClaims } from '../../../../features/identity/claims.ts';
import { type LinkedRecords, linkRecords } from '../../../../models/linking/bulk/linkRecords.ts';
import { pairsToLabel } from '../../../../models/linking/bulk/pairsToLabel.ts';
import { fieldWeightSection } from '../../../../serving/link/fieldWeights.ts';
import { stream } from '../../../../simulator/random/stream.ts';
import { people as peopleAlone, peopleColumns, tableOf } from './people.ts';

const columns = [
  'givenName',
  'familyName',
  'phone',
  'email',
  'dateOfBirth',
  'street',
  'houseNumber',
  'postalCode',
  'city',
] as const;

/** Records of people, one in six of whom shares name and address with the one before; a fifth of them written again. */
function records(count: number, seed: number): { rows: string[][]; who: number[]; home: string[] } {
  const random = stream(seed, 'records');
  const written: { claims: IdentityClaims; who: number; home: string }[] = [];
  let who = 0;
  for (const person of people(count, seed)) {
    const home = [person.familyName, person.street, person.houseNumber, person.postalCode].join('|');
    written.push({ claims: person, who, home });
    while (random() < 0.17) written.push({ claims: recordedAgain(random, person), who, home });
    who++;
    if (written.length >= count) break;
  }
  return {
    rows: written.map(({ claims }) => columns.map((column) => claims[column] ?? '')),
    who: written.map((record) => record.who),
    home: written.map((record) => record.home),
  };
}

describe('people of one household', () => {
  const { rows, who, home } = records(1500, 4);
  const table = tableOf(columns, rows);
  const pairsOf = (alike: (a: number, b: number) => boolean) => {
    const found: [number, number][] = [];
    // Records of one household are written one after the other.
    for (let a = 0; a < rows.length; a++)
      for (let b = a + 1; b < Math.min(rows.length, a + 20); b++) if (alike(a, b)) found.push([a, b]);
    return found;
  };
  const matches = pairsOf((a, b) => who[a] === who[b]);
  const housemates = pairsOf((a, b) => home[a] === home[b] && who[a] !== who[b]);
  const quality = ({ clusters, pairs }: LinkedRecords) => {
    const links = [...pairs].filter(({ decision }) => decision === 'link');
    const correct = links.filter(({ left, right }) => who[left] === who[right]).length;
    return {
      precision: correct / links.length,
      recall: correct / matches.length,
      joined: housemates.filter(([a, b]) => clusters![a] === clusters![b]).length,
    };
  };
  const linking = linkRecords(table, { threads: 1 });

  test('are not linked, and their own records are', async () => {
    expect(housemates.length).toBeGreaterThan(matches.length);
    const { precision, recall, joined } = quality(await linking);
    expect(precision).toBeGreaterThanOrEqual(0.97);
    expect(recall).toBeGreaterThanOrEqual(0.97);
    expect(joined / housemates.length).toBeLessThan(0.02);
  });

  test('are a class of their own, about as frequent as they are', async () => {
    const { scorer, likelihoods } = await linking;
    const pairs = (rows.length * (rows.length - 1)) / 2;
    expect(Math.abs((scorer.model.household!.share * pairs) / housemates.length - 1)).toBeLessThan(0.3);
    likelihoods.slice(1).forEach((likelihood, at) => {
      expect(likelihood).toBeGreaterThanOrEqual(likelihoods[at]! - 1e-7 * Math.abs(likelihood));
    });
  });

  test('are why a pair that agrees on much is none', async () => {
    const { explain, logOdds } = await linking;
    for (const [a, b] of housemates.slice(0, 100)) {
      const { prior, evidence, logOdds: sum } = explain(a, b);
      expect(evidence.reduce((total, { weight }) => total + weight, prior)).toBeCloseTo(sum, 9);
      expect(sum).toBeCloseTo(logOdds(a, b), 9);
    }
    const discounts = housemates.map(
      ([a, b]) => explain(a, b).evidence.find(({ field }) => field === 'household')!.weight,
    );
    expect(discounts.filter((weight) => weight < -3).length / discounts.length).toBeGreaterThan(0.5);
  });

  test('are named in the report', async () => {
    const { scorer } = await linking;
    expect(fieldWeightSection(scorer).text![0]).toMatch(/^About \d+ pairs are two people of one household/);
  });

  test('stay apart when labels are learned from', async () => {
    const labels = pairsToLabel((await linking).pairs, 60).map(({ left, right }) => ({
      left,
      right,
      match: who[left] === who[right],
    }));
    const { precision, recall, joined } = quality(await linkRecords(table, { threads: 1, labels }));
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.97);
    expect(joined / housemates.length).toBeLessThan(0.02);
  });
});

test('where nobody shares a household, there is no such class', async () => {
  const { rows } = peopleAlone(700, 6);
  const { scorer } = await linkRecords(tableOf(peopleColumns, rows), { threads: 1 });
  expect(scorer.model.household).toBeUndefined();
});
