import { fold } from './fold.ts';
import { type Locales, perLocales, wordMap, wordSet } from './lexicon.ts';

const escaped = (words: Iterable<string>): string =>
  [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|');

const lexicon = perLocales((packs) => {
  const types = wordMap(packs.slice(0, 1), ({ address }) => address.streetTypes);
  const short = [...types].filter(([written, meant]) => written !== fold(meant));
  const whole = new Set([...types.values()].map(fold));
  return {
    shortEnd:
      short.length === 0
        ? /$^/
        : new RegExp(`(${escaped(short.map(([written]) => written))})(?![\\p{L}\\p{N}])`, 'gu'),
    meaning: new Map(short.map(([written, meant]) => [written, fold(meant)])),
    types: new RegExp(` (${escaped(whole)})(?![\\p{L}\\p{N}])`, 'gu'),
    abbreviations: new Map(
      [...wordMap(packs, ({ address }) => address.abbreviations)].map(([a, b]) => [a, fold(b)]),
    ),
    numberWords: wordSet(packs, ({ address }) => address.numberWords),
    rangeWords: wordSet(packs, ({ address }) => address.rangeWords),
  };
});

/** Short forms inside street and city names written out: St. Gallen, Doktor-Külz-Ring. */
export function writtenOut(folded: string, packs: Locales): string {
  const { abbreviations } = lexicon(packs);
  return folded.replace(/\p{L}+/gu, (word) => abbreviations.get(word) ?? word);
}

/**
 * A street without its house number: folded, the type written out and joined (Haupt-Str. = hauptstrasse), hyphens
 * made blanks. Types are those of the first pack.
 */
export function foldStreet(folded: string, packs: Locales): string {
  const { shortEnd, meaning, types } = lexicon(packs);
  return writtenOut(folded, packs)
    .replace(shortEnd, (short) => meaning.get(short) ?? short)
    .replace(/[\s-]+/g, ' ')
    .replace(types, '$1')
    .trim();
}

/**
 * House number in one form: `12a`, ranges and several numbers with a hyphen (12-14, 12/14, "12 bis 14", 12+14), words
 * such as Nr. left out.
 */
export function foldHouseNumber(text: string, packs: Locales): string {
  if (/^\d{1,5}[a-z]?$/.test(text)) return text;
  const { numberWords, rangeWords } = lexicon(packs);
  return fold(text.replace(/(\d|\p{L})\s*[-/+&–—]\s*(?=\d|\p{L})/gu, '$1-'))
    .replace(/\p{L}+/gu, (word) => (numberWords.has(word) ? '' : rangeWords.has(word) ? '-' : word))
    .replace(/(\d\s*\p{L}?)\s*-\s*(?=[\d\p{L}])/gu, '$1-')
    .replace(/\s+/g, '')
    .replace(/^-+|-+$/g, '')
    .replace(/-{2,}/g, '-');
}

/** Splits "Hauptstr. 5a" or "Hauptstraße Nr. 12 bis 14" into street and number; undefined without a number. */
export function splitStreet(text: string): { street: string; houseNumber: string } | undefined {
  const found =
    /^(.*?[^\d\s])[\s,]+((?:nr\.?|nummer|hausnummer|no\.?)?\s*\d{1,5}\s*\p{L}?(?:\s*(?:[-–/+&]|bis|to|und)\s*(?:\d{1,5}\s*)?\p{L}?)?)\s*$/iu.exec(
      text,
    );
  return found === null ? undefined : { street: found[1] as string, houseNumber: found[2] as string };
}
