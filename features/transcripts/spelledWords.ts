import { fold } from '../identity/fold.ts';
import type { SpellingWords } from '../identity/locale.ts';
import type { Reading } from './reading.ts';
import type { Token } from './transcript.ts';

/** A word that was spelled letter by letter: tokens [first, end). */
export interface SpelledWord {
  readonly first: number;
  readonly end: number;
  /** Lower case, umlauts as one letter where they were said as one. */
  readonly letters: string;
  /** Whether single letters or "wie" occur: words of a telephone alphabet alone may be names. */
  readonly certain: boolean;
}

interface Letters {
  readonly alphabet: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, string>;
  readonly connectors: ReadonlySet<string>;
  readonly doublers: ReadonlySet<string>;
}

const compiled = new WeakMap<SpellingWords, Letters>();

function lettersOf(spelling: SpellingWords): Letters {
  const known = compiled.get(spelling);
  if (known !== undefined) return known;
  const alphabet = new Map<string, string>();
  for (const words of [...spelling.alphabets].reverse())
    for (const entry of words.split(/\s+/).filter(Boolean)) {
      const [word, meaning] = entry.split('=') as [string, string?];
      const first = word.charAt(0).toLowerCase();
      alphabet.set(fold(word), /[äöü]/.test(first) ? first : (meaning ?? fold(first)));
    }
  const names = new Map<string, string>();
  for (const entry of spelling.letterNames.split(/\s+/).filter(Boolean)) {
    const [word, meaning] = entry.split('=') as [string, string];
    names.set(fold(word), meaning);
  }
  names.set('eszett', 'ß');
  const letters = {
    alphabet,
    names,
    connectors: new Set(spelling.connectors.map(fold)),
    doublers: new Set(spelling.doublers.map(fold)),
  };
  compiled.set(spelling, letters);
  return letters;
}

/** Reads letters, "M wie Martha" and rows of words of a telephone alphabet. */
export class SpelledWords {
  readonly #reading: Reading;
  readonly #letters: Letters;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#letters = lettersOf(reading.language.pack.identity.spelling);
  }

  /** The letter that a token is by itself. */
  letter(token: Token): string | undefined {
    if (/^\p{L}$/u.test(token.text)) return token.text.toLowerCase();
    return this.#letters.names.get(token.folded);
  }

  /** The word spelled from this token on; null when fewer than `least` letters follow. */
  at(start: number, least: number): SpelledWord | null {
    const { tokens } = this.#reading;
    const opening = tokens[start];
    if (opening === undefined) return null;
    if (/^\p{L}(?:-\p{L}){2,}$/u.test(opening.text)) {
      return {
        first: start,
        end: start + 1,
        letters: opening.text.replaceAll('-', '').toLowerCase(),
        certain: true,
      };
    }
    let letters = '';
    let count = 0;
    let at = start;
    let certain = false;
    let double = false;
    while (at < tokens.length && count < 30) {
      const token = tokens[at] as Token;
      if (token.turn !== opening.turn || (at > start && token.before >= 2)) break;
      if (this.#letters.doublers.has(token.folded)) {
        double = true;
        at++;
        continue;
      }
      const single = this.letter(token);
      const connector = tokens[at + 1];
      let said: string | undefined;
      let next = at + 1;
      if (single !== undefined) {
        said = single;
        certain ||= token.text.length === 1;
        if (
          connector !== undefined &&
          this.#letters.connectors.has(connector.folded) &&
          tokens[at + 2]?.turn === token.turn
        )
          next = at + 3;
      } else said = this.#letters.alphabet.get(token.folded);
      if (said === undefined) break;
      letters += double ? said + said : said;
      double = false;
      count++;
      at = next;
    }
    return count < least ? null : { first: start, end: at, letters, certain };
  }
}
