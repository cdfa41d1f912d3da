import { bytes } from './index/growableArrays.ts';
import { hashIntegers } from './index/hash48.ts';
import type { PlainWords } from './index/plainWords.ts';
import { Postings } from './index/postings.ts';

/** Letters of a word that are looked at. */
const longest = 32;
const boundary = 0;

/** Keys of the distinct trigrams of a word with its ends marked; short words have at least two. */
function trigramsOf(word: string): Set<number> {
  const padded = [boundary];
  for (let at = 0; at < Math.min(word.length, longest); at++) padded.push(word.charCodeAt(at));
  padded.push(boundary);
  const grams = new Set<number>();
  for (let at = 0; at + 3 <= padded.length; at++) grams.add(hashIntegers(padded.slice(at, at + 3)));
  if (word.length <= 3) grams.add(hashIntegers(padded.slice(0, 2)));
  return grams;
}

/** Distinct words of names, searchable by a misheard spelling. Grows with the vocabulary, not with the customers. */
export class SimilarWords {
  readonly #words: PlainWords;
  readonly #postings = new Postings();
  /** Trigrams per word; 0: not added. */
  readonly #sizes = bytes();
  /** Trigrams shared with the word that is looked for; 0 between searches. */
  #shared = new Uint8Array(64);

  constructor(words: PlainWords) {
    this.#words = words;
  }

  add(word: number): void {
    this.#sizes.reserve(word + 1);
    this.#sizes.size = Math.max(this.#sizes.size, word + 1);
    if (this.#sizes.values[word]! > 0) return;
    const grams = trigramsOf(this.#words.text(word));
    this.#sizes.values[word] = grams.size;
    for (const gram of grams) this.#postings.add(gram, word);
  }

  /**
   * Up to `limit` other words that `accept` takes and that share enough trigrams (Dice >= `least`), most similar first,
   * ties by spelling.
   */
  similar(word: string, accept: (word: number) => boolean, limit = 12, least = 0.34): number[] {
    const grams = trigramsOf(word);
    if (this.#shared.length < this.#sizes.values.length)
      this.#shared = new Uint8Array(this.#sizes.values.length);
    const shared = this.#shared;
    const touched: number[] = [];
    // Dice d of words with a and b trigrams takes s >= d (a + b) / 2 shared ones and s <= b: s >= d a / (2 - d). A
    // word that has only some of the s - 1 commonest trigrams cannot have enough.
    const needed = Math.ceil((least * grams.size) / (2 - least) - 1e-9);
    const rarestFirst = [...grams].sort((a, b) => this.#postings.count(a) - this.#postings.count(b));
    rarestFirst.forEach((gram, at) => {
      this.#postings.tally(gram, shared, at <= grams.size - needed ? touched : undefined);
    });
    const dice = (id: number) => (2 * shared[id]!) / (grams.size + this.#sizes.values[id]!);
    const own = this.#words.find(word);
    const best: { id: number; dice: number; text: string }[] = [];
    for (const id of touched) {
      const similarity = dice(id);
      if (similarity < least || id === own) continue;
      if (best.length === limit && similarity < best[limit - 1]!.dice) continue;
      if (!accept(id)) continue;
      const found = { id, dice: similarity, text: this.#words.text(id) };
      let at = best.length;
      while (at > 0 && comesBefore(found, best[at - 1]!)) at--;
      best.splice(at, 0, found);
      if (best.length > limit) best.pop();
    }
    for (const id of touched) shared[id] = 0;
    return best.map(({ id }) => id);
  }
}

const comesBefore = (a: { dice: number; text: string }, b: { dice: number; text: string }): boolean =>
  a.dice > b.dice || (a.dice === b.dice && a.text < b.text);
