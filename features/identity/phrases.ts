/** Phrases of one or more folded words, with what each means, found at a place in a list of words. */
export class Phrases {
  readonly #byFirstWord = new Map<string, { words: readonly string[]; meaning: string }[]>();

  constructor(meanings: Iterable<readonly [phrase: string, meaning: string]>) {
    for (const [phrase, meaning] of meanings) {
      const words = phrase.split(' ').filter(Boolean);
      const first = words[0];
      if (first === undefined) continue;
      const list = this.#byFirstWord.get(first);
      if (list === undefined) this.#byFirstWord.set(first, [{ words, meaning }]);
      else list.push({ words, meaning });
    }
    for (const list of this.#byFirstWord.values()) list.sort((a, b) => b.words.length - a.words.length);
  }

  /** The longest phrase that begins at `at`, and how many words it takes. */
  at(words: readonly string[], at: number): { length: number; meaning: string } | undefined {
    const found = this.#byFirstWord
      .get(words[at] ?? '')
      ?.find((phrase) => phrase.words.every((word, offset) => words[at + offset] === word));
    return found === undefined ? undefined : { length: found.words.length, meaning: found.meaning };
  }
}

/** Phrases that all mean the same. */
export const phrasesMeaning = (phrases: readonly string[], meaning: string): [string, string][] =>
  phrases.map((phrase) => [phrase, meaning]);
