import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../../base/random.ts';
import { linkRecords } from '../../../../models/linking/bulk/linkRecords.ts';
import { people, peopleColumns, tableOf } from './people.ts';

const { rows } = people(220, 21);

/** What a linker of one file shows of itself. */
interface Linked {
  logOdds(a: number, b: number): number;
  readonly clusters: Int32Array;
  readonly likelihoods: readonly number[];
}
type Linker = (rows: readonly (readonly string[])[]) => Promise<Linked>;

const ours: Linker = async (records) => {
  const { logOdds, clusters, likelihoods } = await linkRecords(tableOf(peopleColumns, records));
  return { logOdds, clusters: clusters!, likelihoods };
};

/** Each law says what is wrong, or undefined. */
const laws: Readonly<Record<string, (link: Linker) => Promise<string | undefined>>> = {
  async 'the score is symmetric'(link) {
    const { logOdds } = await link(rows);
    for (let a = 0; a < rows.length; a += 7)
      for (let b = 1; b < rows.length; b += 5)
        if (a !== b && logOdds(a, b) !== logOdds(b, a)) return `${a} and ${b}`;
    return undefined;
  },
  async 'clusters do not depend on the order of the records'(link) {
    const order = seededRandom(4).shuffle(Array.from(rows, (_, row) => row));
    const { clusters } = await link(rows);
    const { clusters: shuffled } = await link(order.map((row) => rows[row]!));
    for (const [at, a] of order.entries())
      for (const [other, b] of order.entries())
        if ((clusters[a] === clusters[b]) !== (shuffled[at] === shuffled[other])) return `${a} and ${b}`;
    return undefined;
  },
  async 'the likelihood never falls'(link) {
    const { likelihoods } = await link(rows);
    const at = likelihoods.findIndex(
      (now, step) => step > 0 && now < likelihoods[step - 1]! - 1e-7 * Math.abs(now),
    );
    return at < 0 && likelihoods.length > 2 ? undefined : `in step ${at} of ${likelihoods.length}`;
  },
};

/** For each law a linker that breaks it, and it alone. */
const mutants: Readonly<Record<string, Linker>> = {
  'the score is symmetric': async (records) => {
    const linked = await ours(records);
    return { ...linked, logOdds: (a, b) => linked.logOdds(a, b) + (a < b ? 1e-9 : 0) };
  },
  'clusters do not depend on the order of the records': async (records) => {
    // Forgets what the last fifth of the file belongs to.
    const linked = await ours(records);
    const from = Math.floor(0.8 * records.length);
    return {
      ...linked,
      clusters: linked.clusters.map((cluster, row) => (row < from ? cluster : 1000 + row)),
    };
  },
  'the likelihood never falls': async (records) => {
    // Overshoots in its second step.
    const linked = await ours(records);
    const [first = 0, second = 0, ...others] = linked.likelihoods;
    return { ...linked, likelihoods: [first, second + 0.01 * Math.abs(second), second, ...others] };
  },
};

describe.each(Object.keys(laws))('%s', (name) => {
  test('holds', async () => {
    expect(await laws[name]!(ours)).toBeUndefined();
  });

  test.each(Object.keys(mutants))('fails only on its mutant: %s', async (broken) => {
    const found = await laws[name]!(mutants[broken]!);
    expect(found !== undefined).toBe(broken === name);
  });
});
