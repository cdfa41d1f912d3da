import { fold } from '../identity/fold.ts';
import { readsNumbers, type SpokenNumbers } from './numberWords.ts';
import { Phrases } from './phrases.ts';
import type { TranscriptPack } from './transcriptPack.ts';
import { wordMap, wordSet } from './wordMap.ts';

/** A pack whose words are folded and looked up quickly. */
export interface Language {
  readonly pack: TranscriptPack;
  readonly numbers: SpokenNumbers;
  readonly months: ReadonlyMap<string, number>;
  readonly phrases: (phrases: readonly string[]) => Phrases;
  readonly words: (words: string) => ReadonlySet<string>;
  readonly numbersOf: (words: string) => ReadonlyMap<string, number>;
}

const compiled = new WeakMap<TranscriptPack, Language>();

/** Compiles a pack once; lists are compiled when they are first asked for. */
export function languageOf(pack: TranscriptPack): Language {
  const known = compiled.get(pack);
  if (known !== undefined) return known;
  const phraseLists = new Map<readonly string[], Phrases>();
  const sets = new Map<string, ReadonlySet<string>>();
  const maps = new Map<string, ReadonlyMap<string, number>>();
  const remembered = <K, V>(map: Map<K, V>, key: K, make: (key: K) => V): V => {
    const value = map.get(key) ?? make(key);
    map.set(key, value);
    return value;
  };
  const numbersOf = (words: string) =>
    remembered(
      maps,
      words,
      (text) => new Map([...wordMap(text)].map(([word, value]) => [fold(word), Number(value)] as const)),
    );
  const language: Language = {
    pack,
    numbers: readsNumbers(pack.identity.numbers),
    months: numbersOf(pack.identity.dates.months),
    phrases: (phrases) => remembered(phraseLists, phrases, (list) => new Phrases(list)),
    words: (words) => remembered(sets, words, wordSet),
    numbersOf,
  };
  compiled.set(pack, language);
  return language;
}
