import { withoutUmlauts } from '../../features/identity/fold.ts';
import { BlockIndex } from './blockIndex.ts';
import { blockingKeys, type KeySource } from './blockingKeys.ts';
import type { NameParts } from './compareNames.ts';
import type { CustomerEntry } from './customerEntries.ts';
import type { LinkQuery } from './linkQuery.ts';
import { nameForms } from './nameForms.ts';
import { RecentContacts } from './recentContacts.ts';
import { SimilarWords } from './similarWords.ts';

/** Where candidates are looked up: customers filed under blocking keys, and their recent contacts. */
export class CandidatePool {
  readonly recent = new RecentContacts();
  readonly #blocks = new BlockIndex();
  readonly #words = new SimilarWords();
  readonly #largestBlock: number;
  readonly #filed: (index: number) => boolean;
  #scores = new Float64Array(1024);

  /**
   * @param largestBlock a key shared by more customers is looked up only when no narrower key finds anybody
   * @param filed whether a customer may be a candidate
   */
  constructor(largestBlock: number, filed: (index: number) => boolean) {
    this.#largestBlock = largestBlock;
    this.#filed = filed;
  }

  /** Files a customer under the keys of its present evidence, and no longer under former ones. */
  file(entry: CustomerEntry): void {
    while (entry.index >= this.#scores.length) this.#scores = new Float64Array(this.#scores.length * 2);
    const { evidence } = entry;
    const keys =
      evidence === undefined
        ? []
        : blockingKeys({ ...evidence, phones: [...evidence.phones, ...evidence.callPhones] });
    const kept = new Set(keys);
    const old = new Set(entry.keys);
    for (const key of entry.keys) if (!kept.has(key)) this.#blocks.remove(key, entry.index);
    for (const key of keys) if (!old.has(key)) this.#blocks.add(key, entry.index);
    entry.keys = keys;
    for (const name of evidence?.names ?? []) for (const word of claimedWords(name)) this.#words.add(word);
  }

  /**
   * Up to `limit` customers who share a key, a similar word or a habit with the call, the most promising first; when
   * nothing else is shared, a sixth of that, from recent calls, appointments and habits.
   */
  find(query: LinkQuery, population: number, limit: number): number[] {
    const { claims } = query;
    const source: KeySource = {
      names: claims.name === null ? [] : [claims.name],
      phones: claims.phone === null ? [] : [claims.phone],
      emails: claims.email === null ? [] : [claims.email],
      datesOfBirth: claims.dateOfBirth === null ? [] : [claims.dateOfBirth],
      addresses: claims.address === null ? [] : [claims.address],
    };
    const keys = blockingKeys(source);
    const touched: number[] = [];
    const scores = this.#scores;
    const gather = (key: string, share: number, cap: number) => {
      const size = this.#blocks.size(key);
      if (size === 0 || size > cap) return;
      const worth = share * Math.max(0.1, Math.log((population + 1) / size));
      for (const index of this.#blocks.members(key)) {
        if (scores[index] === 0) touched.push(index);
        scores[index]! += worth;
      }
    };
    for (const key of keys) gather(key, 1, this.#largestBlock);
    for (const word of claimedWords(claims.name)) {
      for (const similar of this.#words.similar(word)) gather(`w:${similar}`, 0.6, this.#largestBlock);
    }
    if (touched.length === 0) for (const key of keys) gather(key, 1, Number.POSITIVE_INFINITY);
    const signs = this.recent.signs(query);
    const blind = touched.length === 0;
    for (const [index, worth] of signs) {
      if (!this.#filed(index)) continue;
      if (blind && claims.name === null) {
        touched.push(index);
        scores[index]! += worth;
      } else if (scores[index] !== 0) scores[index]! += worth;
    }
    const ranked = touched
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, blind ? limit / 6 : limit);
    for (const index of touched) scores[index] = 0;
    for (const index of signs.keys()) scores[index] = 0;
    return ranked;
  }
}

function claimedWords(name: NameParts | null): string[] {
  if (name === null) return [];
  const words = [...nameForms(name.given ?? '').words, ...nameForms(name.family ?? '').words];
  return words.filter((word) => word.length > 1).map(withoutUmlauts);
}
