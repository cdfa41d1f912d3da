import type { Random } from '../../base/random.ts';
import { CallWeights } from './callWeights.ts';
import { ClaimedLevels } from './claimedLevels.ts';
import type { Candidate, ComparisonVector } from './comparison.ts';
import { CustomerComparison } from './customerComparison.ts';
import type { IdentityEvent } from './identityEvent.ts';
import { IdentityLedger } from './identityLedger.ts';
import { type BlockLimits, type BlockLookup, defaultBlockLimits } from './keyKinds.ts';
import type { LinkQuery } from './linkQuery.ts';
import { TopRanked } from './topRanked.ts';
import { twinsAmong } from './twinsAmong.ts';
import { WeightCeiling } from './weightCeiling.ts';

export interface IdentityStateOptions {
  /** IANA time zone in which habits are read. */
  readonly timezone: string;
  /** Which keys are looked up, up to how many customers that share them. */
  readonly blockLimits?: BlockLimits;
}

/** By how much a ceiling may fall below a weight because its parts are added in another order. */
const rounding = 1e-9;

/**
 * Identity evidence and call profile of all customers of one company, in memory. Training replays the events that
 * were known before each call, serving keeps one instance warm: the same code answers both, so a training example
 * can hold nothing that was not known at its time. Events come in the order of their `at`; one delivered again
 * changes nothing.
 *
 * A customer with name, number, e-mail address, date of birth and address takes about 350 bytes (`npm run bench -- link`
 * measures it); every change is made in place, in microseconds.
 */
export class IdentityState {
  readonly #ledger: IdentityLedger;
  readonly #limits: BlockLimits;
  readonly #claimed: ClaimedLevels;
  readonly #weights: CallWeights;
  readonly #comparison: CustomerComparison;
  readonly #ceiling: WeightCeiling;

  constructor({ timezone, blockLimits = defaultBlockLimits }: IdentityStateOptions) {
    this.#limits = blockLimits;
    this.#ledger = new IdentityLedger(timezone);
    const { entries, counts, attributes } = this.#ledger;
    this.#claimed = new ClaimedLevels(entries.values);
    this.#weights = new CallWeights(counts);
    this.#comparison = new CustomerComparison(entries, this.#claimed, this.#weights, attributes);
    this.#ceiling = new WeightCeiling(entries, this.#claimed, this.#weights);
  }

  /** Customers a call may belong to: known and not merged into another. */
  get customerCount(): number {
    return this.#ledger.entries.current;
  }

  apply(event: IdentityEvent): void {
    this.#ledger.apply(event);
  }

  /** A customer who is in the database no more is nobody's candidate, and nothing is known of them or their calls. */
  forgetCustomer(customerId: string): void {
    this.#ledger.forgetCustomer(customerId);
  }

  /** The same for a call. */
  forgetCall(callId: string): void {
    this.#ledger.forgetCall(callId);
  }

  /**
   * Up to `limit` customers the call may belong to, each with its comparison: of all who share a key with the call, those
   * with the greatest match weight (ties: longest known first). A caller who left nothing gets at most `limit / 2`, from
   * recent calls, appointments and habits.
   */
  candidates(query: LinkQuery, limit = 20, limits = this.#limits): Candidate[] {
    this.settle();
    const pool = this.#ledger.pool.find(query, limits, Math.floor(limit / 2));
    const telling = this.telling(query);
    this.#begin(telling);
    const ranked = this.#best(telling, pool, limit);
    const comparisons = this.#vectors(telling, ranked);
    this.#claimed.end();
    const twins = twinsAmong(this.#ledger.entries, ranked);
    return ranked.map((customer, position) => {
      const twin = twins.get(customer);
      return {
        customerId: this.#ledger.entries.id(customer),
        comparison: comparisons[position]!,
        ...(twin === undefined ? {} : { twinOf: this.#ledger.entries.id(twin) }),
      };
    });
  }

  /** How many customers a call is compared with. */
  poolSize(query: LinkQuery, limits = this.#limits): number {
    this.settle();
    return this.#ledger.pool.find(query, limits, 0).length;
  }

  /** Comparisons of the call with customers drawn at random: what agreement by chance looks like. */
  background(query: LinkQuery, count: number, random: Random): ComparisonVector[] {
    this.settle();
    const drawn: number[] = [];
    if (this.customerCount === 0) return [];
    for (let attempt = 0; attempt < count * 4 && drawn.length < count; attempt++) {
      const entry = random.integer(this.#ledger.entries.size);
      if (!this.#ledger.entries.isMerged(entry)) drawn.push(entry);
    }
    return this.#compared(query, drawn);
  }

  /** Comparison with one customer, or with the one it was merged into; undefined when there is none such. */
  compareWith(query: LinkQuery, customerId: string): Candidate | undefined {
    this.settle();
    const root = this.#rootOf(customerId);
    if (root < 0 || this.#ledger.entries.isMerged(root)) return undefined;
    return { customerId: this.#ledger.entries.id(root), comparison: this.#compared(query, [root])[0]! };
  }

  /** The keys of a call: how many customers share each, and whether this customer does. */
  lookups(query: LinkQuery, customerId: string): BlockLookup[] {
    this.settle();
    const root = this.#rootOf(customerId);
    return this.#ledger.pool.lookups(query).map(({ key, kind, size }) => ({
      kind,
      size,
      found: root >= 0 && this.#ledger.pool.shares(key, root),
    }));
  }

  /**
   * The call without claims that tell nobody apart (numbers and addresses known to be shared): what a linker is to be
   * asked with. Such claims still find candidates, but count neither for nor against them.
   */
  telling(query: LinkQuery): LinkQuery {
    return this.#ledger.shared.without(query);
  }

  /** The customer in force for an id: itself, or what it was merged into; undefined for an unknown id. */
  currentCustomer(customerId: string): string | undefined {
    const root = this.#rootOf(customerId);
    return root < 0 ? undefined : this.#ledger.entries.id(root);
  }

  /** Counts and files what changed; done by itself before a question is answered. */
  settle(): void {
    this.#ledger.settle();
  }

  #begin({ claims }: LinkQuery): void {
    this.#claimed.begin(claims);
    this.#weights.begin(this.#claimed);
  }

  /** Of customers the `limit` with the greatest weight for the call that was begun, best first. */
  #best(query: LinkQuery, customers: readonly number[], limit: number): readonly number[] {
    const ranked = new TopRanked(limit);
    for (const customer of customers) {
      if (ranked.isFull && this.#ceiling.of(query, customer) < ranked.least - rounding) continue;
      this.#comparison.compare(query, customer);
      ranked.offer(customer, this.#comparison.weight());
    }
    return ranked.items;
  }

  #vectors(query: LinkQuery, customers: readonly number[]): ComparisonVector[] {
    const phoneSharedBy = this.#ledger.counts.carriers('phone', this.#claimed.phone);
    return customers.map((customer) => {
      this.#comparison.compare(query, customer);
      return this.#comparison.vector(phoneSharedBy);
    });
  }

  #compared(query: LinkQuery, customers: readonly number[]): ComparisonVector[] {
    const telling = this.telling(query);
    this.#begin(telling);
    const vectors = this.#vectors(telling, customers);
    this.#claimed.end();
    return vectors;
  }

  #rootOf(customerId: string): number {
    const entry = this.#ledger.entries.find(customerId);
    return entry < 0 ? -1 : this.#ledger.entries.root(entry);
  }
}
