import { sharedInt32, sharedUint16 } from '../../numeric/sharedArrays.ts';

// A lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { fromCharCode } = String;

/**
 * Words in typed arrays, for measures that run some ten million times. Every UTF-16 unit gets a small code, in the order
 * of the units, so that tables over the alphabet stay short. Plain data on shared memory: threads read it in place.
 */
export interface EncodedWords {
  /** Letters of word w are `letters[starts[w]]` to before `starts[w + 1]`. */
  readonly letters: Uint16Array;
  readonly starts: Int32Array;
  /** UTF-16 unit of each code; at least one. */
  readonly units: Uint16Array;
  /** Bit c % 32 is set when the word has a letter of code c: words without a common bit have no common letter. */
  readonly masks: Int32Array;
}

export function encodeWords(words: readonly string[]): EncodedWords {
  const starts = sharedInt32(words.length + 1);
  let total = 0;
  let highest = 0;
  words.forEach((word, index) => {
    total += word.length;
    starts[index + 1] = total;
    for (let at = 0; at < word.length; at++) highest = Math.max(highest, word.charCodeAt(at));
  });
  const codes = new Uint16Array(highest + 1);
  for (const word of words) for (let at = 0; at < word.length; at++) codes[word.charCodeAt(at)] = 1;
  const units: number[] = [];
  for (let unit = 0; unit <= highest; unit++) if (codes[unit] === 1) codes[unit] = units.push(unit) - 1;
  const letters = sharedUint16(total);
  const masks = sharedInt32(words.length);
  let next = 0;
  words.forEach((word, index) => {
    let mask = 0;
    for (let at = 0; at < word.length; at++) {
      const code = codes[word.charCodeAt(at)]!;
      letters[next++] = code;
      mask |= 1 << (code & 31);
    }
    masks[index] = mask;
  });
  return { letters, starts, units: Uint16Array.from(units.length === 0 ? [0] : units), masks };
}

/** The word as text. */
export function decodedWord({ letters, starts, units }: EncodedWords, word: number): string {
  let text = '';
  for (let at = starts[word]!; at < starts[word + 1]!; at++) text += fromCharCode(units[letters[at]!]!);
  return text;
}
