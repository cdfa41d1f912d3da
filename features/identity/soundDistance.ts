import { defaultLocales } from './defaultLocales.ts';
import { fold } from './fold.ts';
import { type Locales, perLocales } from './lexicon.ts';
import { spellingKey } from './spellingKey.ts';

/** Cost of confusing two letters, by the two written one after the other; `-` is no letter. */
const costs = perLocales((packs) => {
  const map = new Map<string, number>();
  for (const entry of (packs[0]?.names.confusions ?? '').split(/\s+/).filter(Boolean)) {
    const [letters, cost] = entry.split('=') as [string, string];
    const [a, b] = [...letters] as [string, string];
    map.set(a + b, Number(cost));
    map.set(b + a, Number(cost));
  }
  return map;
});

/**
 * How far apart two words sound on the telephone: 0 for spellings of one sound, about 0.3 for one pair of sounds that
 * is easily confused (b and p, m and n), 1 for a clearly wrong letter. Symmetric; looks at 32 sounds of each word.
 * Letters differ by weighted edits (a swap of neighbours costs 0.8) of the spelling keys of both.
 */
export function soundDistance(a: string, b: string, packs: Locales = defaultLocales): number {
  if (fold(a) === fold(b)) return 0;
  const left = [...spellingKey(a, packs)].slice(0, 32);
  const right = [...spellingKey(b, packs)].slice(0, 32);
  const table = costs(packs);
  const cost = (x: string, y: string) => (x === y ? 0 : (table.get(x + y) ?? 1));
  let twoAbove: number[] = [];
  let above = [0];
  for (const letter of right) above.push((above.at(-1) as number) + cost(letter, '-'));
  for (const [i, x] of left.entries()) {
    const row = [(above[0] as number) + cost(x, '-')];
    for (const [j, y] of right.entries()) {
      let least = Math.min(
        (above[j] as number) + cost(x, y),
        (above[j + 1] as number) + cost(x, '-'),
        (row[j] as number) + cost(y, '-'),
      );
      if (i > 0 && j > 0 && x === right[j - 1] && left[i - 1] === y) {
        least = Math.min(least, (twoAbove[j - 1] as number) + 0.8);
      }
      row.push(least);
    }
    twoAbove = above;
    above = row;
  }
  return above.at(-1) as number;
}
