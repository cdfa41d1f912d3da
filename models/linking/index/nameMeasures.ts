import { mayBeNicknames, nameLevel } from '../compareNames.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { ClaimedName, NameTable } from './nameTable.ts';

/** Jaro-Winkler similarity below which words of more than one edit have nothing in common. */
const leastSimilar = 0.7;

/**
 * Levels of claimed names against names of the table, as compareNames.ts and compareContact.ts define them on plain text:
 * the same answers from pre-encoded forms.
 */
export class NameMeasures {
  readonly #names: NameTable;
  #measures: WordMeasures;
  /** Letters the measures know. */
  #letters: number;

  constructor(names: NameTable) {
    this.#names = names;
    this.#measures = new WordMeasures(names.plains);
    this.#letters = names.plains.units.length;
  }

  /** The form of a name to compare others with, good until {@link release}. */
  claim(name: string): ClaimedName {
    return this.#names.claimed(name);
  }

  /** To be called when all names are claimed. */
  prepare(): void {
    const { plains } = this.#names;
    if (plains.units.length === this.#letters) return;
    this.#measures = new WordMeasures(plains);
    this.#letters = plains.units.length;
  }

  /** To be called when the claimed names are done with. */
  release(): void {
    // The measures remember the word they compared last; it must not be one whose number is given away.
    this.#measures.editDistance(0, 1);
    this.#names.plains.dismissGuests();
  }

  name(claimed: ClaimedName, id: number): number {
    if (claimed.id === id) return nameLevel.exact;
    const names = this.#names;
    const { plains } = names;
    const plain = names.plain(id);
    if (plain === claimed.plain) return nameLevel.spelling;
    const lengths = [plains.length(claimed.plain), plains.length(plain)] as const;
    if (lengths[0] === 1 || lengths[1] === 1) {
      if (lengths[0] === 0 || lengths[1] === 0) return nameLevel.different;
      const { letters, starts } = plains;
      return letters[starts[claimed.plain]!] === letters[starts[plain]!]
        ? nameLevel.initial
        : nameLevel.different;
    }
    if (claimed.words.length > 1 || names.mayHaveSeveralWords(id)) {
      const words = names.words(id);
      if (words.length > 1 || claimed.words.length > 1)
        if (claimed.words.some((word) => word.length > 2 && words.includes(word))) return nameLevel.part;
    }
    const similarity = this.#measures.jaroWinklerFrom(leastSimilar, claimed.plain, plain);
    if (similarity >= 0.93) return nameLevel.close;
    const short = lengths[0] < 4 || lengths[1] < 4;
    if (!short && similarity > leastSimilar && this.#measures.within(1, claimed.plain, plain))
      return nameLevel.close;
    if (claimed.sound === names.sound(id) && names.soundLength(claimed.sound) > 1) return nameLevel.sound;
    return similarity >= 0.84 ? nameLevel.similar : nameLevel.different;
  }

  givenName(claimed: ClaimedName, id: number): number {
    const found = this.name(claimed, id);
    if (found >= nameLevel.close || found === nameLevel.initial || claimed.groups.length === 0) return found;
    const names = this.#names;
    const groups = names.groups(id);
    if (!claimed.groups.some((group) => groups.includes(group))) return found;
    const text = names.text(id);
    const words = names.mayHaveSeveralWords(id) ? names.words(id) : [text];
    return mayBeNicknames(claimed.text, text, claimed.words, words) ? nameLevel.part : found;
  }

  street(claimed: ClaimedName, id: number): number {
    if (claimed.id === id) return 3;
    const plain = this.#names.plain(id);
    if (plain === claimed.plain) return 2;
    const similarity = this.#measures.jaroWinklerFrom(0.88, claimed.plain, plain);
    if (similarity >= 0.94 || this.#measures.within(2, claimed.plain, plain)) return 2;
    return similarity >= 0.88 || claimed.sound === this.#names.sound(id) ? 1 : 0;
  }

  city(claimed: ClaimedName, id: number): number {
    if (claimed.id === id) return 2;
    const words = this.#names.words(id);
    if (claimed.words.some((word) => word.length > 3 && words.includes(word))) return 1;
    const plain = this.#names.plain(id);
    if (plain === claimed.plain) return 1;
    return this.#measures.jaroWinklerFrom(0.92, claimed.plain, plain) > 0 ||
      this.#measures.within(1, claimed.plain, plain)
      ? 1
      : 0;
  }
}
