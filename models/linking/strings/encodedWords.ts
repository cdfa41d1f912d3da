/**
 * Words in typed arrays, for measures that run some ten million times. Every UTF-16 unit gets a small code, so that
 * tables over the alphabet stay short.
 */
export class EncodedWords {
  readonly words: readonly string[];
  /** Letters of word w are `letters[starts[w]]` to before `starts[w + 1]`. */
  readonly letters: Uint16Array;
  readonly starts: Int32Array;
  /** Number of codes in use, at least 1. */
  readonly alphabet: number;
  /** Bit c % 32 is set when the word has a letter of code c: words without a common bit have no common letter. */
  readonly masks: Int32Array;

  constructor(words: readonly string[]) {
    this.words = words;
    this.starts = new Int32Array(words.length + 1);
    let total = 0;
    words.forEach((word, at) => {
      total += word.length;
      this.starts[at + 1] = total;
    });
    this.letters = new Uint16Array(total);
    this.masks = new Int32Array(words.length);
    const codes = new Map<number, number>();
    let at = 0;
    words.forEach((word, index) => {
      let mask = 0;
      for (let position = 0; position < word.length; position++) {
        const unit = word.charCodeAt(position);
        let code = codes.get(unit);
        if (code === undefined) {
          code = codes.size;
          codes.set(unit, code);
        }
        this.letters[at++] = code;
        mask |= 1 << (code & 31);
      }
      this.masks[index] = mask;
    });
    this.alphabet = Math.max(1, codes.size);
  }
}
