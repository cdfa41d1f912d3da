import { givenNameGroups } from '../../../features/identity/givenNameGroups.ts';
import { sharedInt32From } from '../../numeric/sharedArrays.ts';

/**
 * The groups of given names that one person may go by, per word. Entry e of word w, between `starts[w]` and
 * `starts[w + 1]`: `groups[e]` is 2 x group, and 1 more where the word is the group's full name.
 */
export interface NicknameGroups {
  readonly groups: Int32Array;
  readonly starts: Int32Array;
  /** First three letters by number: short forms of one name are one only when they begin alike (Hansi, Hannes). */
  readonly beginnings: Int32Array;
}

export function nicknameGroups(words: readonly string[]): NicknameGroups {
  const groups: number[] = [];
  const starts = new Int32Array(words.length + 1);
  const beginnings = new Map<string, number>();
  const beginning = words.map((word, at) => {
    // Of several given names it is mostly the first that people are called by.
    const first = word.split(/[\s-]/)[0]!;
    const known = first === word ? [word] : [word, first];
    const entries = known.flatMap((name) =>
      givenNameGroups(name).map(({ group, full }) => 2 * group + (full ? 1 : 0)),
    );
    groups.push(...new Set(entries));
    starts[at + 1] = groups.length;
    const letters = word.slice(0, 3);
    if (!beginnings.has(letters)) beginnings.set(letters, beginnings.size);
    return beginnings.get(letters)!;
  });
  return {
    groups: sharedInt32From(groups),
    starts: sharedInt32From(starts),
    beginnings: sharedInt32From(beginning),
  };
}

/** Whether one person may go by both names: see areNicknames in features/identity/givenNameGroups.ts. Symmetric. */
export function areGroupedTogether(
  { groups, starts, beginnings }: NicknameGroups,
  a: number,
  b: number,
): boolean {
  for (let left = starts[a]!; left < starts[a + 1]!; left++) {
    for (let right = starts[b]!; right < starts[b + 1]!; right++) {
      const one = groups[left]!;
      const other = groups[right]!;
      if (one >> 1 === other >> 1 && (((one | other) & 1) === 1 || beginnings[a] === beginnings[b]))
        return true;
    }
  }
  return false;
}
