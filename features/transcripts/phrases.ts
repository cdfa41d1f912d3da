import { fold } from '../identity/fold.ts';
import type { Token } from './transcript.ts';

/** Phrases that can be found among tokens; each is a row of folded words. */
export class Phrases {
  readonly #byFirst = new Map<string, string[][]>();

  /** @param phrases as usually written, or a text of single words. Longer phrases win. */
  constructor(phrases: readonly string[] | string) {
    const list = typeof phrases === 'string' ? phrases.split(/\s+/) : phrases;
    for (const phrase of list) {
      const words = fold(phrase).split(' ').filter(Boolean);
      if (words.length === 0) continue;
      const same = this.#byFirst.get(words[0] as string) ?? [];
      same.push(words);
      same.sort((a, b) => b.length - a.length);
      this.#byFirst.set(words[0] as string, same);
    }
  }

  /** Number of tokens of the longest phrase that starts at `at` and stays in its sentence; 0: none does. */
  at(tokens: readonly Token[], at: number): number {
    const first = tokens[at];
    if (first === undefined) return 0;
    for (const words of this.#byFirst.get(first.folded) ?? []) {
      let matches = true;
      for (let offset = 1; offset < words.length && matches; offset++) {
        const token = tokens[at + offset];
        matches = token !== undefined && token.before < 2 && token.folded === words[offset];
      }
      if (matches) return words.length;
    }
    return 0;
  }

  /** Index of the first phrase that starts in [from, to); -1: none. */
  find(tokens: readonly Token[], from: number, to: number): number {
    for (let at = Math.max(0, from); at < to; at++) if (this.at(tokens, at) > 0) return at;
    return -1;
  }

  within(tokens: readonly Token[], from: number, to: number): boolean {
    return this.find(tokens, from, to) >= 0;
  }
}
