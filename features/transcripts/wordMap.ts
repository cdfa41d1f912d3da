import { fold } from '../identity/fold.ts';

/** Folded single words of a locale pack with their meanings: `zwo=2` gives zwo -> '2', `anna` gives anna -> ''. */
export function wordMap(words: string): ReadonlyMap<string, string> {
  return new Map(
    words
      .split(/\s+/)
      .filter(Boolean)
      .map((entry) => {
        const [written, meaning = ''] = entry.split('=') as [string, string?];
        return [fold(written), meaning] as const;
      }),
  );
}

export const wordSet = (words: string): ReadonlySet<string> => new Set(wordMap(words).keys());
