import { withoutUmlauts } from '../../features/identity/fold.ts';
import { BlockingKeys } from './blockingKeys.ts';
import type { CustomerEntries } from './customerEntries.ts';
import { Postings } from './index/postings.ts';
import { type BlockLimits, type KeyKind, keyKinds } from './keyKinds.ts';
import type { LinkQuery } from './linkQuery.ts';
import { nameForms } from './nameForms.ts';
import { RecentContacts } from './recentContacts.ts';
import { SimilarWords } from './similarWords.ts';

/** Customers that similar words may bring to one call. */
const similarCustomers = 2000;
/** Customers that are compared when only keys that many share find anybody. */
const mostCompared = 20_000;

/** A key of a call: its kind, and how many customers share it. */
export interface KeyLookup {
  readonly kind: KeyKind;
  readonly size: number;
  /** Whether a customer is among them. */
  has(customer: number): boolean;
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
   * Customers who share a key or a similar word with the call, in no particular order: keys that more customers share
   * than `limits` allow are looked up only when nothing else finds anybody, the narrowest first. Of a caller who left no
   * name and whom no key finds, the `blindly` most probable by recent calls, appointments and habits.
   */
  find(query: LinkQuery, limits: BlockLimits, blindly: number): number[] {
    if (this.#found.length < this.#entries.size)
      this.#found = new Uint8Array(Math.ceil(this.#entries.size * 1.25));
    const found = this.#found;
    const customers: number[] = [];
    const gather = (customer: number) => {
      if (found[customer] === 1) return;
      found[customer] = 1;
      customers.push(customer);
    };
    const broad: { key: number; size: number }[] = [];
    const { keys } = this.#keysOfCall(query);
    for (const [key, kind] of keys) {
      const size = this.#blocks.count(key);
      if (size <= limits[keyKinds[kind]!]) this.#blocks.each(key, gather);
      else broad.push({ key, size });
    }
    let left = similarCustomers;
    for (const word of claimedWords(query)) {
      for (const similar of this.#words.similar(
        word,
        (id) => this.#blocks.count(BlockingKeys.word(id)) > 0,
      )) {
        const key = BlockingKeys.word(similar);
        const size = this.#blocks.count(key);
        if (size > left) continue;
        left -= size;
        this.#blocks.each(key, gather);
      }
    }
    if (customers.length === 0) {
      let room = mostCompared;
      for (const { key, size } of broad.sort((a, b) => a.size - b.size)) {
        room -= size;
        if (room < 0) break;
        this.#blocks.each(key, gather);
      }
    }
    for (const customer of customers) found[customer] = 0;
    return customers.length === 0 && query.claims.name === null
      ? this.#recentlySeen(query, blindly)
      : customers;
  }

  /** The keys of a call, each with who shares it. */
  lookups(query: LinkQuery): KeyLookup[] {
    return [...this.#keysOfCall(query).keys].map(([key, kind]) => ({
      kind: keyKinds[kind]!,
      size: this.#blocks.count(key),
      has: (customer) => {
        let member = false;
        this.#blocks.each(key, (other) => {
          member ||= other === customer;
        });
        return member;
      },
    }));
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
