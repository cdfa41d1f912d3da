import { sharedInt32 } from '../../numeric/sharedArrays.ts';

/** Numbers from 0 for equal forms of words, in the order in which forms come; -1 for words without one. */
export function numbered(words: readonly string[], form: (word: string) => string | null): Int32Array {
  const numbers = new Map<string, number>();
  const result = sharedInt32(words.length);
  words.forEach((word, at) => {
    const text = form(word);
    if (text === null) {
      result[at] = -1;
      return;
    }
    let number = numbers.get(text);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(text, number);
    }
    result[at] = number;
  });
  return result;
}
