import { chance, pick } from '../random/distributions.ts';
import type { Uniform } from '../random/stream.ts';
import { surnames } from './surnames.ts';

/** How one wrong letter or sound comes about. */
export type ErrorKind = 'umlaut' | 'diacritic' | 'consonant' | 'vowel' | 'doubling' | 'ending' | 'dictation';

interface Confusion {
  readonly kind: ErrorKind;
  readonly weight: number;
  readonly heard: RegExp;
  readonly as: readonly string[];
}

/** Sounds of German telephone speech that are confused, with how often each happens relative to the others. */
const confusions: readonly Confusion[] = [
  { kind: 'umlaut', weight: 6, heard: /ü/gi, as: ['u', 'ue', 'i', 'u'] },
  { kind: 'umlaut', weight: 6, heard: /ö/gi, as: ['o', 'oe', 'e', 'o'] },
  { kind: 'umlaut', weight: 6, heard: /ä/gi, as: ['e', 'ae', 'a', 'e'] },
  { kind: 'umlaut', weight: 4, heard: /ß/gi, as: ['ss', 's'] },
  { kind: 'diacritic', weight: 9, heard: /ş|ś|š/gi, as: ['s', 'sch'] },
  { kind: 'diacritic', weight: 9, heard: /ç|č|ć/gi, as: ['c', 'tsch'] },
  { kind: 'diacritic', weight: 9, heard: /ğ/gi, as: ['g', ''] },
  { kind: 'diacritic', weight: 9, heard: /ı|İ/g, as: ['i'] },
  { kind: 'diacritic', weight: 9, heard: /ł/gi, as: ['l', 'w'] },
  { kind: 'diacritic', weight: 9, heard: /ž|ź|ż/gi, as: ['z', 's'] },
  { kind: 'diacritic', weight: 9, heard: /ń/gi, as: ['n'] },
  { kind: 'diacritic', weight: 9, heard: /ř/gi, as: ['r', 'rsch'] },
  { kind: 'diacritic', weight: 9, heard: /é|è/gi, as: ['e'] },
  { kind: 'diacritic', weight: 9, heard: /á/gi, as: ['a'] },
  { kind: 'diacritic', weight: 9, heard: /ó/gi, as: ['o', 'u'] },
  { kind: 'vowel', weight: 6, heard: /ei|ai|ey|ay/gi, as: ['ei', 'ai', 'ey', 'ay'] },
  { kind: 'vowel', weight: 4, heard: /eu|äu|oi/gi, as: ['eu', 'äu', 'oi'] },
  { kind: 'vowel', weight: 3, heard: /ie/gi, as: ['i', 'ih'] },
  { kind: 'vowel', weight: 1, heard: /y/gi, as: ['i', 'ü'] },
  { kind: 'vowel', weight: 1, heard: /e/gi, as: ['ä', 'i'] },
  { kind: 'vowel', weight: 1, heard: /o/gi, as: ['u'] },
  { kind: 'vowel', weight: 1, heard: /a/gi, as: ['o'] },
  { kind: 'consonant', weight: 3, heard: /dt|th/gi, as: ['t', 'd'] },
  { kind: 'consonant', weight: 3, heard: /b/gi, as: ['p'] },
  { kind: 'consonant', weight: 3, heard: /p(?!h|f)/gi, as: ['b'] },
  { kind: 'consonant', weight: 3, heard: /d(?!t)/gi, as: ['t'] },
  { kind: 'consonant', weight: 2.5, heard: /t(?!h|z)/gi, as: ['d', 'dt'] },
  { kind: 'consonant', weight: 3, heard: /g/gi, as: ['k'] },
  { kind: 'consonant', weight: 2.5, heard: /k/gi, as: ['g'] },
  { kind: 'consonant', weight: 2, heard: /(?<!c)h/gi, as: [''] },
  { kind: 'consonant', weight: 2, heard: /m/gi, as: ['n'] },
  { kind: 'consonant', weight: 2, heard: /n/gi, as: ['m'] },
  { kind: 'consonant', weight: 2, heard: /w/gi, as: ['v', 'f'] },
  { kind: 'consonant', weight: 2, heard: /v/gi, as: ['f', 'w'] },
  { kind: 'consonant', weight: 2, heard: /f/gi, as: ['v', 'ph', 's'] },
  { kind: 'consonant', weight: 2, heard: /ph/gi, as: ['f'] },
  { kind: 'consonant', weight: 2, heard: /tz/gi, as: ['z', 'ts'] },
  { kind: 'consonant', weight: 2, heard: /(?<!t)z/gi, as: ['s', 'tz'] },
  { kind: 'consonant', weight: 1.5, heard: /c(?!h|k)/gi, as: ['k', 'z'] },
  { kind: 'consonant', weight: 1.5, heard: /sch/gi, as: ['s', 'ch'] },
  { kind: 'doubling', weight: 3, heard: /([lmnrtfspk])\1|ck/gi, as: ['$single'] },
  {
    kind: 'doubling',
    weight: 2,
    heard: /(?<=[aeiouäöü])([lmnrtfsp](?=[aeiouäöü])|[lnst]$)/gi,
    as: ['$double'],
  },
  { kind: 'ending', weight: 2.5, heard: /er$/gi, as: ['a', 'ar', 'e'] },
  { kind: 'ending', weight: 2, heard: /(?<=..)e$/gi, as: ['', 'er'] },
  { kind: 'ending', weight: 1.5, heard: /(?<=...)[stn]$/gi, as: [''] },
  { kind: 'dictation', weight: 1.2, heard: /(?<=.)[a-zäöü](?=.)/gi, as: [''] },
  { kind: 'dictation', weight: 1, heard: /(?<=.)([a-z])([a-z])/gi, as: ['$swap'] },
];

function written(as: string, found: string): string {
  if (as === '$single') return found.toLowerCase() === 'ck' ? 'k' : found.slice(0, 1);
  if (as === '$double') return found + found.toLowerCase();
  if (as === '$swap') return found.slice(1, 2) + found.slice(0, 1);
  return /^\p{Lu}/u.test(found) ? as.slice(0, 1).toUpperCase() + as.slice(1) : as;
}

const upperFirst = (word: string) => word.slice(0, 1).toLocaleUpperCase('de') + word.slice(1);

/** The word with one sound or letter wrong, and how; unchanged only when no confusion fits. */
export function misheardOnce(random: Uniform, word: string): { word: string; kind: ErrorKind | null } {
  const fitting = confusions.filter((one) => word.match(one.heard) !== null);
  let left = random() * fitting.reduce((sum, one) => sum + one.weight, 0);
  const start = Math.max(
    0,
    fitting.findIndex((one) => {
      left -= one.weight;
      return left < 0;
    }),
  );
  // A confusion may turn a sound into itself (ei heard as ei): then the next one that fits.
  for (let offset = 0; offset < fitting.length; offset++) {
    const confusion = fitting[(start + offset) % fitting.length] as Confusion;
    const found = pick(random, [...word.matchAll(confusion.heard)]);
    const replacement = written(pick(random, confusion.as), found[0]);
    const changed = upperFirst(
      word.slice(0, found.index) + replacement + word.slice(found.index + found[0].length),
    );
    if (changed !== word && changed.length >= 2) return { word: changed, kind: confusion.kind };
  }
  return { word, kind: null };
}

/** Consonant skeleton: what survives a bad line. */
function skeleton(word: string): string {
  return word
    .toLowerCase()
    .replace(/[aeiouäöüyh]/g, '')
    .replace(/[bpfvw]+/g, 'b')
    .replace(/[dt]+/g, 't')
    .replace(/[gkqcxszß]+/g, 'k')
    .replace(/[mn]+/g, 'n');
}

const commonBySkeleton = new Map<string, string[]>();
for (const name of surnames.german.slice(0, 150)) {
  const key = skeleton(name);
  commonBySkeleton.set(key, [...(commonBySkeleton.get(key) ?? []), name]);
}

/** A common surname that sounds alike, or null. */
export function commonSoundAlike(random: Uniform, word: string): string | null {
  const alike = (commonBySkeleton.get(skeleton(word)) ?? []).filter((name) => name !== word);
  return alike.length === 0 ? null : pick(random, alike);
}

export interface Hearing {
  /** Probability of a second error once there is one. */
  readonly secondError: number;
  /** Probability that the error replaces the word by a common one that sounds alike. */
  readonly replacedByCommon: number;
}

/** A word as wrongly transcribed; always different from the word when any confusion fits it. */
export function misheard(random: Uniform, word: string, hearing: Hearing): string {
  if (chance(random, hearing.replacedByCommon)) {
    const common = commonSoundAlike(random, word);
    if (common !== null) return common;
  }
  const once = misheardOnce(random, word).word;
  if (!chance(random, hearing.secondError)) return once;
  const twice = misheardOnce(random, once).word;
  return twice === word ? once : twice;
}
