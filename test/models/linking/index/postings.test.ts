import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../../base/random.ts';
import { hashIntegers, hashText } from '../../../../models/linking/index/hash48.ts';
import { absent, HashTable } from '../../../../models/linking/index/hashTable.ts';
import { Postings } from '../../../../models/linking/index/postings.ts';

test('postings hold what sets of members would, while keys gain and lose members', () => {
  const random = seededRandom(3);
  const postings = new Postings();
  const sets = new Map<number, Set<number>>();
  for (let step = 0; step < 60_000; step++) {
    // A few keys have thousands of members, most have one or two.
    const number = random.uniform() < 0.3 ? random.integer(3) : random.integer(9000);
    const key = hashIntegers([1, number]);
    const members = sets.get(key) ?? new Set<number>();
    sets.set(key, members);
    const member = random.integer(5000);
    if (members.has(member)) {
      postings.remove(key, member);
      members.delete(member);
    } else {
      postings.add(key, member);
      members.add(member);
    }
    // Later everything is taken away again.
    if (step > 40_000 && members.size > 0) {
      const [first] = members;
      postings.remove(key, first!);
      members.delete(first!);
    }
  }
  for (const [key, members] of sets) {
    const found: number[] = [];
    postings.each(key, (member) => found.push(member));
    expect(postings.count(key)).toBe(members.size);
    expect(found.sort((a, b) => a - b)).toEqual([...members].sort((a, b) => a - b));
  }
  expect(postings.count(hashIntegers([2, 0]))).toBe(0);
});

test('a hash table keeps values of one hash apart when asked to, before and after it has grown', () => {
  const table = new HashTable();
  const hash = hashText('twice');
  table.insert(hash, 1);
  table.insert(hash, 2);
  for (let number = 10; number < 9000; number++) table.insert(hashText(`word ${number}`), number);
  expect(table.get(hash, (value) => value === 2)).toBe(2);
  expect(table.get(hash, (value) => value === 1)).toBe(1);
  expect(table.get(hash, () => false)).toBe(absent);
  table.remove(hash, 1);
  expect(table.get(hash)).toBe(2);
  for (let number = 10; number < 9000; number++) expect(table.get(hashText(`word ${number}`))).toBe(number);
});

test('hashes differ where texts or integers differ in order, length or sign', () => {
  const texts = ['', '\0', '\0\0', 'ab', 'ba', 'a', 'b'].map(hashText);
  const integers = [[], [0], [0, 0], [1, 2], [2, 1], [-1], [1]].map(hashIntegers);
  expect(new Set(texts).size).toBe(texts.length);
  expect(new Set(integers).size).toBe(integers.length);
});
