import { withoutUmlauts } from '../../features/identity/fold.ts';
import { BlockingKeys } from './blockingKeys.ts';
import type { CustomerEntries } from './customerEntries.ts';
import { Postings } from './index/postings.ts';
import { type BlockLimits, type KeyKind, keyKinds } from './keyKinds.ts';
import type { LinkQuery } from './linkQuery.ts';
import { nameForms } from './nameForms.ts';
import { RecentContacts } from './recentContacts.ts';
import { SimilarWords } from './similarWords.ts';

/** Customers whom the keys of a call bring at most, those counted twice whom two keys bring. */
const mostBrought = 3000;
/** The same when only keys that too many customers share find anybody. */
const mostBroughtByBroadKeys = 5000;

/** A key of a call, and how many customers share it. */
export interface KeyLookup {
  readonly key: number;
  readonly kind: KeyKind;
  readonly size: number;
}

/** Where candidates are looked up: customers filed under blocking keys, and their recent contacts. */
export class CandidatePool {
  readonly recent = new RecentContacts();
  readonly #entries: CustomerEntries;
  readonly #blocks = new Postings();
  readonly #words: SimilarWords;
  /** 1 for the customers found so far by the call that asks. */
  #found = new Uint8Array(64);

  constructor(entries: CustomerEntries) {
    this.#entries = entries;
    this.#words = new SimilarWords(entries.values.names.plains);
  }

  /** Files a customer under the keys of its present evidence. */
  file(root: number): void {
    const { keys, words } = this.#keysOf(root);
    for (const key of keys.keys()) this.#blocks.add(key, root);
    for (const word of words) this.#words.add(word);
  }

  /** Takes a customer away from the keys of its present evidence: before the evidence changes. */
  unfile(root: number): void {
    for (const key of this.#keysOf(root).keys.keys()) this.#blocks.remove(key, root);
  }

  /**
   * Customers who share a key with the call, in no particular order: narrow keys first, as long as few customers are
   * brought. Keys that more share than `limits` allow are looked up only when no other finds anybody. Of a caller who
   * left no name and whom no key finds, the `blindly` most probable by recent calls, appointments and habits.
   */
  find(query: LinkQuery, limits: BlockLimits, blindly: number): number[] {
    if (this.#found.length < this.#entries.size)
      this.#found = new Uint8Array(Math.ceil(this.#entries.size * 1.25));
    const lookups = this.lookups(query);
    let customers = this.#members(
      lookups.filter(({ kind, size }) => size <= limits[kind]),
      mostBrought,
    );
    if (customers.length === 0) customers = this.#members(lookups, mostBroughtByBroadKeys);
    return customers.length === 0 && query.claims.name === null
      ? this.#recentlySeen(query, blindly)
      : customers;
  }

  /** The keys of a call that anybody shares, those first that few share. */
  lookups(query: LinkQuery): KeyLookup[] {
    const lookups: KeyLookup[] = [];
    const add = (key: number, kind: KeyKind) => {
      const size = this.#blocks.count(key);
      if (size > 0) lookups.push({ key, kind, size });
    };
    for (const [key, kind] of this.#keysOfCall(query).keys) add(key, keyKinds[kind]!);
    for (const word of claimedWords(query))
      for (const similar of this.#words.similar(word, this.#isCarried))
        add(BlockingKeys.word(similar), 'similarWord');
    return lookups.sort((a, b) => a.size - b.size);
  }

  /** Whether a customer shares a key. */
  shares(key: number, customer: number): boolean {
    let member = false;
    this.#blocks.each(key, (other) => {
      member ||= other === customer;
    });
    return member;
  }

  readonly #isCarried = (word: number) => this.#blocks.count(BlockingKeys.word(word)) > 0;

  #members(lookups: readonly KeyLookup[], most: number): number[] {
    const found = this.#found;
    const customers: number[] = [];
    let brought = 0;
    const gather = (customer: number) => {
      if (found[customer] === 1) return;
      found[customer] = 1;
      customers.push(customer);
    };
    for (const { key, size } of lookups) {
      brought += size;
      if (brought > most) break;
      this.#blocks.each(key, gather);
    }
    for (const customer of customers) found[customer] = 0;
    return customers;
  }

  #recentlySeen(query: LinkQuery, limit: number): number[] {
    const signs = new Map<number, number>();
    for (const [entry, worth] of this.recent.signs(query)) {
      const root = this.#entries.root(entry);
      if (!this.#entries.isMerged(root)) signs.set(root, (signs.get(root) ?? 0) + worth);
    }
    return [...signs.keys()].sort((a, b) => signs.get(b)! - signs.get(a)! || a - b).slice(0, limit);
  }

  #keysOf(root: number): BlockingKeys {
    const keys = new BlockingKeys(this.#entries.values);
    this.#entries.read(root, keys);
    if (this.#entries.mayHaveActivity(root)) {
      const { names } = this.#entries.values;
      const number = (part: string | null) => (part === null ? -1 : names.find(part));
      for (const { phone, name } of this.#entries.activity(root).calls) {
        if (phone !== null) keys.phoneNumber(phone);
        if (name !== null) keys.name(number(name.given), number(name.family));
      }
    }
    keys.finish();
    return keys;
  }

  #keysOfCall({ claims }: LinkQuery): BlockingKeys {
    const { values } = this.#entries;
    const { names } = values;
    const keys = new BlockingKeys(values);
    const claimed = (part: string | null) => (part === null ? null : names.claimed(part));
    if (claims.name !== null) keys.names(claimed(claims.name.given), claimed(claims.name.family));
    if (claims.phone !== null) keys.phoneNumber(claims.phone);
    if (claims.email !== null) keys.emailAddress(claims.email);
    if (claims.dateOfBirth !== null) keys.dateOfBirth(values.dates.find(claims.dateOfBirth));
    if (claims.address !== null) {
      const { street, houseNumber, postalCode } = claims.address;
      keys.place(
        street === null ? -1 : names.plains.find(nameForms(street).plain),
        houseNumber === null ? -1 : values.houseNumbers.find(houseNumber),
        postalCode === null ? -1 : values.postalCodes.find(postalCode),
      );
    }
    keys.finish();
    names.plains.dismissGuests();
    return keys;
  }
}

/** Distinct plain words of two letters or more of the claimed name. */
function claimedWords({ claims: { name } }: LinkQuery): string[] {
  if (name === null) return [];
  const words = [...nameForms(name.given ?? '').words, ...nameForms(name.family ?? '').words];
  return [...new Set(words.filter(({ length }) => length > 1).map(withoutUmlauts))];
}
