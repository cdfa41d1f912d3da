import { phoneKind } from '../../features/identity/phoneKind.ts';
import { hashIntegers, hashText } from './index/hash48.ts';
import type { IdentifierReader } from './index/identifierLists.ts';
import type { NameTable } from './index/nameTable.ts';
import type { ValueTables } from './index/valueTables.ts';
import { type KeyKind, keyKinds } from './keyKinds.ts';

/** What keys need of a name: numbers of the name table. */
interface KeyName {
  readonly plain: number;
  readonly sound: number;
  readonly plainWords: readonly number[];
  readonly groups: readonly number[];
}

/** Keys that tell people apart by their number: its end, when the code before it was lost or misheard. */
const phoneEndDigits = 7;
const shortestPhone = 10;
/** Mailboxes shorter than this (info) say nothing. */
const shortestMailbox = 5;

const position = Object.fromEntries(keyKinds.map((kind, at) => [kind, at])) as Record<KeyKind, number>;

/** The forms of a name of the table. */
function keyName(names: NameTable, id: number): KeyName {
  return {
    plain: names.plain(id),
    sound: names.sound(id),
    plainWords: names.plainWords(id),
    groups: names.groups(id),
  };
}

/**
 * The distinct keys (see keyKinds.ts) by which a customer is filed, or a call looks for customers, as hashes. Parts that
 * the value tables do not have (number -1) make no key: nobody is filed under it.
 */
export class BlockingKeys implements IdentifierReader {
  /** Hash -> position of the kind. */
  readonly keys = new Map<number, number>();
  /** Plain words of the names, which keys of the kind `word` stand for. */
  readonly words = new Set<number>();
  readonly #values: ValueTables;
  readonly #sounds = new Set<number>();
  readonly #postalCodes = new Set<number>();

  constructor(values: ValueTables) {
    this.#values = values;
  }

  static word(plain: number): number {
    return hashIntegers([position.word, plain]);
  }

  name(given: number, family: number): void {
    const { names } = this.#values;
    this.names(given < 0 ? null : keyName(names, given), family < 0 ? null : keyName(names, family));
  }

  names(given: KeyName | null, family: KeyName | null): void {
    const { names } = this.#values;
    for (const part of [given, family]) {
      if (part === null) continue;
      for (const word of part.plainWords) {
        if (word >= 0) this.words.add(word);
        this.#add('word', [word]);
      }
      if (this.#isSound(part.sound)) this.#sounds.add(part.sound);
    }
    if (given === null || family === null) return;
    const words = [...given.plainWords, ...family.plainWords].sort((a, b) => a - b);
    if (words.length > 0) this.#add('fullName', words);
    if (!this.#isSound(family.sound)) return;
    const initial =
      names.plains.length(given.plain) === 0 ? -1 : names.plains.letters[names.plains.starts[given.plain]!]!;
    this.#add('soundAndInitial', [family.sound, initial]);
    if (this.#isSound(given.sound))
      this.#add('sounds', [Math.min(given.sound, family.sound), Math.max(given.sound, family.sound)]);
    for (const group of given.groups) this.#add('nickname', [family.sound, group]);
  }

  phone(phone: number): void {
    if (phone >= 0) this.phoneNumber(this.#values.phones.text(phone));
  }

  phoneNumber(number: string): void {
    const kind = phoneKind(number) === 'switchboard' ? 'mainLine' : 'phone';
    this.#add(kind, [this.#values.phones.find(number)]);
    const end = number.slice(-phoneEndDigits);
    if (number.length >= shortestPhone && /^\d+$/.test(end)) this.#add('phoneEnd', [Number(end)]);
  }

  email(email: number): void {
    if (email >= 0) this.emailAddress(this.#values.emails.text(email));
  }

  emailAddress(address: string): void {
    this.#add('email', [this.#values.emails.find(address)]);
    const mailbox = address.slice(0, address.lastIndexOf('@'));
    if (mailbox.length < shortestMailbox) return;
    const hash = hashText(mailbox);
    this.#add('mailbox', [Math.floor(hash / 2 ** 32), hash >>> 0]);
  }

  dateOfBirth(date: number): void {
    this.#add('dateOfBirth', [date]);
  }

  address(street: number, houseNumber: number, postalCode: number): void {
    this.place(street < 0 ? -1 : this.#values.names.plain(street), houseNumber, postalCode);
  }

  /** @param street number of the plain form */
  place(street: number, houseNumber: number, postalCode: number): void {
    this.#add('streetInPostalCode', [postalCode, street]);
    this.#add('streetAndNumber', [houseNumber, street]);
    if (postalCode >= 0) this.#postalCodes.add(postalCode);
  }

  /** To be called last: keys that join a name with an address. */
  finish(): void {
    for (const postalCode of this.#postalCodes)
      for (const sound of this.#sounds) this.#add('soundInPostalCode', [postalCode, sound]);
  }

  #isSound(sound: number): boolean {
    return sound >= 0 && this.#values.names.soundLength(sound) > 0;
  }

  #add(kind: KeyKind, parts: readonly number[]): void {
    if (parts.some((part) => part === -1)) return;
    const at = position[kind];
    this.keys.set(hashIntegers([at, ...parts]), at);
  }
}
