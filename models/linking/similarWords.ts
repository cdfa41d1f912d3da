/** Trigrams of a word with its ends marked; short words have at least two. */
function trigrams(word: string): Set<string> {
  const padded = `^${word.slice(0, 32)}$`;
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3));
  if (word.length <= 3) grams.add(padded.slice(0, 2));
  return grams;
}

/** Distinct words of names, searchable by a misheard spelling. Grows with the vocabulary, not with the customers. */
export class SimilarWords {
  readonly #ids = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #sizes: number[] = [];
  readonly #postings = new Map<string, number[]>();

  add(word: string): void {
    if (this.#ids.has(word)) return;
    const id = this.#words.length;
    this.#ids.set(word, id);
    this.#words.push(word);
    const grams = trigrams(word);
    this.#sizes.push(grams.size);
    for (const gram of grams) {
      const posting = this.#postings.get(gram);
      if (posting === undefined) this.#postings.set(gram, [id]);
      else posting.push(id);
    }
  }

  /** Up to `limit` other words that share enough trigrams (Dice >= `least`), most similar first, ties by spelling. */
  similar(word: string, limit = 12, least = 0.34): string[] {
    const grams = trigrams(word);
    const shared = new Map<number, number>();
    for (const gram of grams) {
      for (const id of this.#postings.get(gram) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    const found: { word: string; dice: number }[] = [];
    for (const [id, count] of shared) {
      const dice = (2 * count) / (grams.size + this.#sizes[id]!);
      const other = this.#words[id]!;
      if (dice >= least && other !== word) found.push({ word: other, dice });
    }
    found.sort((a, b) => b.dice - a.dice || (a.word < b.word ? -1 : 1));
    return found.slice(0, limit).map((item) => item.word);
  }
}
