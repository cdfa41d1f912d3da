import { withoutUmlauts } from '../../../features/identity/fold.ts';
import { givenNameGroups } from '../../../features/identity/givenNameGroups.ts';
import { koelnerPhonetik } from '../../../features/identity/koelnerPhonetik.ts';
import { bytes, integers } from './growableArrays.ts';
import { PlainWords } from './plainWords.ts';
import { Texts } from './texts.ts';

/** A name that a caller claims, in the forms of the table it is compared with. */
export interface ClaimedName {
  readonly text: string;
  /** Its number in the table, or -1. */
  readonly id: number;
  readonly words: readonly string[];
  /** Number of its plain form, for the time being when the table has none such. */
  readonly plain: number;
  /** Number of its sound, or -1. */
  readonly sound: number;
  /** Numbers of its plain words of two letters or more that the table has. */
  readonly plainWords: readonly number[];
  /** Numbers of the groups of nicknames it belongs to. */
  readonly groups: readonly number[];
}

/** Longest part of a name, in words, whose nicknames are looked up. */
const nicknamedWords = 4;

const wordsOf = (name: string): string[] => name.split(/[\s-]+/).filter(Boolean);

/**
 * Distinct folded names (given names, family names, streets, cities) numbered from 0, each with the forms that
 * comparisons and blocking keys need: computed once per name, not once per customer or call (nameForms.ts says what
 * they are).
 */
export class NameTable {
  /** Plain forms, and plain words of names that have several words. */
  readonly plains = new PlainWords();
  readonly #texts = new Texts();
  readonly #sounds = new Texts();
  readonly #plain = integers();
  readonly #sound = integers();
  /** Plain words of names that are not one word as it stands. */
  readonly #severalWords = new Map<number, readonly number[]>();
  /** 1 for names that are keys of it. */
  readonly #hasSeveralWords = bytes();
  /** Groups of nicknames, of the names that were asked for theirs. */
  readonly #groups = new Map<number, readonly number[]>();

  get size(): number {
    return this.#texts.size;
  }

  /** The number of a name; a new one for a name that is new. */
  add(name: string): number {
    const id = this.#texts.add(name);
    if (id < this.#plain.size) return id;
    const words = wordsOf(name);
    this.#plain.push(this.plains.add(withoutUmlauts(words.join(''))));
    this.#sound.push(this.#sounds.add(koelnerPhonetik(name)));
    const isOneWord = words[0] === name;
    this.#hasSeveralWords.push(isOneWord ? 0 : 1);
    if (!isOneWord)
      this.#severalWords.set(
        id,
        words.filter(({ length }) => length > 1).map((word) => this.plains.add(withoutUmlauts(word))),
      );
    return id;
  }

  find(name: string): number {
    return this.#texts.find(name);
  }

  text(id: number): string {
    return this.#texts.text(id);
  }

  plain(id: number): number {
    return this.#plain.values[id]!;
  }

  sound(id: number): number {
    return this.#sound.values[id]!;
  }

  /** Digits of a sound. */
  soundLength(sound: number): number {
    return this.#sounds.length(sound);
  }

  /** UTF-16 unit that the plain form begins with; 0 for none. */
  initial(id: number): number {
    const plain = this.plain(id);
    return this.plains.length(plain) === 0 ? 0 : this.plains.letters[this.plains.starts[plain]!]!;
  }

  /** Whether the name may consist of several words. */
  mayHaveSeveralWords(id: number): boolean {
    return this.#hasSeveralWords.values[id] === 1;
  }

  words(id: number): readonly string[] {
    return wordsOf(this.text(id));
  }

  /** Numbers of the plain words of two letters or more. */
  plainWords(id: number): readonly number[] {
    if (this.mayHaveSeveralWords(id)) return this.#severalWords.get(id)!;
    return this.#texts.length(id) > 1 ? [this.plain(id)] : [];
  }

  /** Groups of nicknames that a given name belongs to. */
  groups(id: number): readonly number[] {
    let groups = this.#groups.get(id);
    if (groups === undefined) {
      groups = groupsOf(this.text(id));
      this.#groups.set(id, groups);
    }
    return groups;
  }

  /** Forms of a name that may not be in the table; good until {@link PlainWords.dismissGuests}. */
  claimed(name: string): ClaimedName {
    const words = wordsOf(name);
    return {
      text: name,
      id: this.find(name),
      words,
      plain: this.plains.host(withoutUmlauts(words.join(''))),
      sound: this.#sounds.find(koelnerPhonetik(name)),
      plainWords: words
        .filter(({ length }) => length > 1)
        .map((word) => this.plains.find(withoutUmlauts(word))),
      groups: groupsOf(name),
    };
  }
}

function groupsOf(name: string): readonly number[] {
  const groups = new Set<number>();
  for (const word of [name, ...wordsOf(name).slice(0, nicknamedWords)])
    for (const { group } of givenNameGroups(word)) groups.add(group);
  return [...groups];
}
