import { koelnerPhonetik } from '../../../features/identity/koelnerPhonetik.ts';
import { sharedInt32 } from '../../numeric/sharedArrays.ts';
import type { FieldValues } from './fieldValues.ts';
import { tokenLists } from './tokenLists.ts';

/** One thing that two records may share: a value, its sound, its beginning, a part of a date; on shared memory. */
export interface BlockingAtom {
  readonly name: string;
  /** Atoms of one subject say nearly the same and are not combined. */
  readonly subject: string;
  /** Values per row: texts have several words. */
  readonly width: number;
  /** Values of row r from `r * width` on, above 0; 0: none. */
  readonly values: Int32Array;
}

/** Words of a text that are looked for, the rarest first. */
const wordsPerText = 4;

/** Everything that candidates could be looked for by. */
export function blockingAtoms(fields: readonly FieldValues[]): BlockingAtom[] {
  return fields.flatMap((field) => {
    const by = (what: string, form: (word: string) => string | null) => atom(field, what, form);
    const whole = by('', (word) => word);
    switch (field.kind) {
      case 'givenName':
      case 'familyName':
      case 'city':
      case 'street':
        return [whole, by('sound', soundOf), by('first letters', (word) => beginning(word, 3))];
      case 'date':
        return [
          whole,
          by('year and month', (word) => known(word.slice(0, 6))),
          by('year and day', (word) => known(word.slice(0, 4) + word.slice(6))),
          by('month and day', (word) => known(word.slice(4))),
          by('year', (word) => known(word.slice(0, 4))),
        ];
      case 'postalCode':
        return [whole, by('region', (word) => word.split(' ')[0]!.slice(0, Math.max(2, word.length >> 1)))];
      case 'phone':
        return [whole, by('last digits', (word) => word.slice(-6))];
      case 'email':
        return [
          whole,
          by('name', (word) => word.split('@')[0]!),
          by('first letters', (word) => beginning(word, 5)),
        ];
      case 'fullName':
      case 'text':
        return textAtoms(field, whole);
      default:
        return [whole];
    }
  });
}

const known = (digits: string): string | null => (/^0+$/.test(digits.slice(0, 4)) ? null : digits);
const beginning = (word: string, length: number): string | null =>
  word.length < length ? null : word.slice(0, length);
const soundOf = (word: string): string | null => {
  const sound = koelnerPhonetik(word);
  return sound.length < 2 ? null : sound;
};

function atom(field: FieldValues, what: string, form: (word: string) => string | null): BlockingAtom {
  const numbers = new Map<string, number>();
  const numberOf = Int32Array.from(field.words, (word, code) => {
    if (field.counts[code] === 0) return 0;
    const text = form(word);
    if (text === null || text === '') return 0;
    let number = numbers.get(text);
    if (number === undefined) {
      number = numbers.size + 1;
      numbers.set(text, number);
    }
    return number;
  });
  const values = sharedInt32(field.codes.length);
  field.codes.forEach((code, row) => {
    values[row] = code < 0 ? 0 : numberOf[code]!;
  });
  return {
    name: what === '' ? field.name : `${field.name} (${what})`,
    subject: field.name,
    width: 1,
    values,
  };
}

/** The rarest words of a text, their sounds, and pairs of them. */
function textAtoms(field: FieldValues, whole: BlockingAtom): BlockingAtom[] {
  const tokens = tokenLists(field.words, field.counts);
  const soundNumbers = new Map<string, number>();
  const sounds = tokens.words.map((word) => {
    const sound = koelnerPhonetik(word);
    if (sound.length < 2) return 0;
    if (!soundNumbers.has(sound)) soundNumbers.set(sound, soundNumbers.size + 1);
    return soundNumbers.get(sound)!;
  });
  const rows = field.codes.length;
  const words = sharedInt32(rows * wordsPerText);
  const soundValues = sharedInt32(rows * wordsPerText);
  const pairWidth = (wordsPerText * (wordsPerText - 1)) / 2;
  const pairs = sharedInt32(rows * pairWidth);
  const rarest = field.words.map((_, text) =>
    Array.from(tokens.tokens.subarray(tokens.starts[text]!, tokens.starts[text + 1]!))
      .sort((a, b) => tokens.information[b]! - tokens.information[a]! || a - b)
      .slice(0, wordsPerText),
  );
  field.codes.forEach((code, row) => {
    if (code < 0) return;
    const list = rarest[code]!;
    let pair = row * pairWidth;
    list.forEach((token, at) => {
      words[row * wordsPerText + at] = token + 1;
      soundValues[row * wordsPerText + at] = sounds[token]!;
      for (const other of list.slice(at + 1)) {
        const mixed = Math.imul(Math.min(token, other) + 1, 0x9e3779b1) ^ (Math.max(token, other) + 1);
        pairs[pair++] = mixed === 0 ? 1 : mixed;
      }
    });
  });
  const named = (what: string) => ({ name: `${field.name} (${what})`, subject: field.name });
  return [
    whole,
    { ...named('a word'), width: wordsPerText, values: words },
    { ...named('sound of a word'), width: wordsPerText, values: soundValues },
    { ...named('two words'), width: pairWidth, values: pairs },
  ];
}
