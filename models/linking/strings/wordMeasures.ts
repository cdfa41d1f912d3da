import { jaroWinkler } from '../jaroWinkler.ts';
import { decodedWord, type EncodedWords } from './encodedWords.ts';

// Inner loops: a lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { max, min, imul, clz32 } = Math;

/** Longest word that fits into the bits of one number. */
const wordBits = 31;

/**
 * Similarity of words by their number, bit-parallel: positions of each letter of one word are the bits of one integer.
 *
 * Jaro-Winkler equals {@link jaroWinkler} exactly, edit distance (optimal string alignment: insertions, deletions,
 * substitutions, swaps of neighbours) equals its definition. Words of more than 31 letters take a slower way.
 *
 * Sources: M. A. Jaro (1989), JASA 84, 414-420; W. E. Winkler (1990); H. Hyyro (2003), A bit-vector algorithm for
 * computing Levenshtein and Damerau edit distances.
 */
export class WordMeasures {
  readonly #encoded: EncodedWords;
  /** Bits of the positions of each letter in the word `#prepared`. */
  readonly #positions: Int32Array;
  #prepared = -1;

  constructor(encoded: EncodedWords) {
    this.#encoded = encoded;
    this.#positions = new Int32Array(encoded.units.length);
  }

  /** Jaro-Winkler similarity in [0, 1] of words a and b; symmetric. */
  jaroWinkler(a: number, b: number): number {
    if (a === b) return 1;
    const { letters, starts, masks } = this.#encoded;
    let short = starts[a]!;
    let shortLength = starts[a + 1]! - short;
    let long = starts[b]!;
    let longLength = starts[b + 1]! - long;
    if (shortLength > wordBits || longLength > wordBits)
      return jaroWinkler(decodedWord(this.#encoded, a), decodedWord(this.#encoded, b));
    if ((masks[a]! & masks[b]!) === 0) return shortLength + longLength === 0 ? 1 : 0;
    let longWord = b;
    if (shortLength > longLength || (shortLength === longLength && this.#comesAfter(a, b))) {
      [short, long] = [long, short];
      [shortLength, longLength] = [longLength, shortLength];
      longWord = a;
    }
    this.#prepare(longWord);
    const positions = this.#positions;
    const reach = max(0, (longLength >> 1) - 1);
    let window = (1 << (reach + 1)) - 1;
    let taken = 0;
    let matched = 0;
    let matches = 0;
    for (let i = 0; i < shortLength; i++) {
      const free = positions[letters[short + i]!]! & window & ~taken;
      if (free !== 0) {
        taken |= free & -free;
        matched |= 1 << i;
        matches++;
      }
      // The window reaches `reach` positions to either side.
      window = i < reach ? (window << 1) | 1 : window << 1;
    }
    if (matches === 0) return 0;
    let outOfOrder = 0;
    for (let left = matched, right = taken; left !== 0; left &= left - 1, right &= right - 1) {
      const i = 31 - clz32(left & -left);
      const j = 31 - clz32(right & -right);
      if (letters[short + i] !== letters[long + j]) outOfOrder++;
    }
    const similarity =
      (matches / shortLength + matches / longLength + (matches - outOfOrder / 2) / matches) / 3;
    let prefix = 0;
    while (prefix < 4 && prefix < shortLength && letters[short + prefix] === letters[long + prefix]) prefix++;
    return similarity + prefix * 0.1 * (1 - similarity);
  }

  /**
   * Jaro-Winkler similarity where it is at least `least`, else 0: most pairs of words need no more than a look at which
   * letters they have.
   */
  jaroWinklerFrom(least: number, a: number, b: number): number {
    const { starts, masks } = this.#encoded;
    const lengthA = starts[a + 1]! - starts[a]!;
    const lengthB = starts[b + 1]! - starts[b]!;
    if (lengthA === 0 || lengthB === 0) return a === b || lengthA === lengthB ? 1 : 0;
    const matches = min(
      lengthA - bitCount(masks[a]! & ~masks[b]!),
      lengthB - bitCount(masks[b]! & ~masks[a]!),
    );
    const bound = (matches / lengthA + matches / lengthB + 1) / 3;
    if (bound + 0.4 * (1 - bound) < least) return 0;
    const similarity = this.jaroWinkler(a, b);
    return similarity >= least ? similarity : 0;
  }

  /** Whether words a and b are at most so many edits apart. */
  within(edits: number, a: number, b: number): boolean {
    if (a === b) return true;
    const { starts, masks } = this.#encoded;
    const longer = starts[a + 1]! - starts[a]! - (starts[b + 1]! - starts[b]!);
    if (longer > edits || -longer > edits) return false;
    // One edit brings at most one letter and takes at most one away.
    if (bitCount(masks[a]! ^ masks[b]!) > 2 * edits) return false;
    return this.editDistance(a, b) <= edits;
  }

  /** Edits (insert, delete, substitute, swap neighbours) between words a and b; symmetric. */
  editDistance(a: number, b: number): number {
    if (a === b) return 0;
    const { letters, starts } = this.#encoded;
    const lengthA = starts[a + 1]! - starts[a]!;
    const lengthB = starts[b + 1]! - starts[b]!;
    const [pattern, text] = lengthA >= lengthB ? [a, b] : [b, a];
    const length = max(lengthA, lengthB);
    if (length > wordBits) return this.#longEditDistance(a, b);
    this.#prepare(pattern);
    const positions = this.#positions;
    const last = 1 << (length - 1);
    let vertical = -1;
    let negative = 0;
    let diagonal = 0;
    let before = 0;
    let distance = length;
    for (let at = starts[text]!; at < starts[text + 1]!; at++) {
      const here = positions[letters[at]!]!;
      const swapped = ((~diagonal & here) << 1) & before;
      diagonal = (((here & vertical) + vertical) ^ vertical) | here | negative | swapped;
      let up = negative | ~(diagonal | vertical);
      let down = diagonal & vertical;
      if ((up & last) !== 0) distance++;
      if ((down & last) !== 0) distance--;
      up = (up << 1) | 1;
      down <<= 1;
      vertical = down | ~(diagonal | up);
      negative = up & diagonal;
      before = here;
    }
    return distance;
  }

  /** Of two words of one length: whether a comes after b, by UTF-16 units as strings are ordered. */
  #comesAfter(a: number, b: number): boolean {
    const { letters, starts } = this.#encoded;
    let left = starts[a]!;
    let right = starts[b]!;
    const end = starts[a + 1]!;
    while (left < end && letters[left] === letters[right]) {
      left++;
      right++;
    }
    return left < end && letters[left]! > letters[right]!;
  }

  #prepare(word: number): void {
    if (word === this.#prepared) return;
    const { letters, starts } = this.#encoded;
    const positions = this.#positions;
    if (this.#prepared >= 0)
      for (let at = starts[this.#prepared]!; at < starts[this.#prepared + 1]!; at++)
        positions[letters[at]!] = 0;
    const start = starts[word]!;
    for (let at = start; at < starts[word + 1]!; at++) positions[letters[at]!]! |= 1 << (at - start);
    this.#prepared = word;
  }

  #longEditDistance(a: number, b: number): number {
    const { letters, starts } = this.#encoded;
    const left = letters.subarray(starts[a]!, min(starts[a + 1]!, starts[a]! + 256));
    const right = letters.subarray(starts[b]!, min(starts[b + 1]!, starts[b]! + 256));
    let beforePrevious = new Uint16Array(right.length + 1);
    let previous = Uint16Array.from({ length: right.length + 1 }, (_, j) => j);
    let current = new Uint16Array(right.length + 1);
    for (let i = 1; i <= left.length; i++) {
      current[0] = i;
      for (let j = 1; j <= right.length; j++) {
        const same = left[i - 1] === right[j - 1];
        let cost = min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
        if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
          cost = min(cost, beforePrevious[j - 2]! + 1);
        current[j] = cost;
      }
      [beforePrevious, previous, current] = [previous, current, beforePrevious];
    }
    return previous[right.length]!;
  }
}

/** Number of bits that are set. */
function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
