import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { fold } from '../../../features/identity/fold.ts';
import { nameEquivalence } from '../../../features/identity/nameEquivalence.ts';
import { sharedData } from '../../support/sharedData.ts';

/**
 * Groups of spellings of one given name, from all over the world, as Statistics Austria groups the names of the
 * newborn. No name table here is made from it: it only measures.
 */
describe('variants of given names', () => {
  const path = sharedData('german_names/at_first_name_variants_2018.csv');
  const atHand = path === undefined ? test.skip : test;

  function groups(): string[][] {
    const lines = readFileSync(path!, 'utf8').trim().split('\n').slice(1);
    return lines.map((line) => {
      const [, canonical, variants] = line.split(',');
      return [...new Set([canonical!, ...variants!.split('|')])];
    });
  }

  atHand('most variants are found', () => {
    const found = new Map<string, number>();
    let pairs = 0;
    for (const [canonical, ...variants] of groups()) {
      for (const variant of variants) {
        const grade = nameEquivalence(canonical!, variant) ?? 'none';
        found.set(grade, (found.get(grade) ?? 0) + 1);
        pairs++;
      }
    }
    // 6,403 pairs; measured 76 %; many of the rest are forms of other languages (Jan and Ivan).
    expect(pairs).toBeGreaterThan(6000);
    expect(1 - found.get('none')! / pairs).toBeGreaterThan(0.74);
    expect(found.get('spelling')! / pairs).toBeGreaterThan(0.2);
    expect(found.get('nickname')! / pairs).toBeGreaterThan(0.1);
  });

  atHand('names of different groups are hardly ever taken for one', () => {
    const random = seededRandom(7);
    const groupsOf = new Map<string, Set<number>>();
    for (const [index, names] of groups().entries()) {
      for (const name of names) groupsOf.set(name, (groupsOf.get(name) ?? new Set()).add(index));
    }
    const folded = new Map<string, Set<number>>();
    for (const [name, own] of groupsOf) {
      folded.set(fold(name), new Set([...(folded.get(fold(name)) ?? []), ...own]));
    }
    const names = [...folded.keys()];
    const wrong = { equal: 0, umlaut: 0, spelling: 0, nickname: 0, misheard: 0 };
    let pairs = 0;
    while (pairs < 50_000) {
      const [a, b] = [names[random.integer(names.length)]!, names[random.integer(names.length)]!];
      if ([...folded.get(a)!].some((group) => folded.get(b)!.has(group))) continue;
      pairs++;
      const grade = nameEquivalence(a, b);
      if (grade !== null) wrong[grade]++;
    }
    // Measured per million pairs: spelling 10, nickname 163 (most of them right: Grete, Margarete), misheard 280.
    expect(wrong.equal).toBe(0);
    expect((wrong.umlaut + wrong.spelling) / pairs).toBeLessThan(1e-4);
    expect(wrong.nickname / pairs).toBeLessThan(4e-4);
    expect(wrong.misheard / pairs).toBeLessThan(6e-4);
  });
});
