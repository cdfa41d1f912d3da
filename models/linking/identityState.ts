import type { Random } from '../../base/random.ts';
import { AttributeShares } from './attributeShares.ts';
import { CallWeights } from './callWeights.ts';
import { CandidatePool } from './candidatePool.ts';
import { ClaimedLevels } from './claimedLevels.ts';
import type { Candidate, ComparisonVector } from './comparison.ts';
import { CustomerComparison } from './customerComparison.ts';
import { CustomerEntries } from './customerEntries.ts';
import type { KnownCall } from './customerEvidence.ts';
import { EvidenceCounts } from './evidenceCounts.ts';
import type { IdentityEvent } from './identityEvent.ts';
import { type BlockLimits, type BlockLookup, defaultBlockLimits } from './keyKinds.ts';
import type { LinkQuery } from './linkQuery.ts';
import { localTimeIn } from './localTime.ts';
import { SharedValues } from './sharedValues.ts';
import { TopRanked } from './topRanked.ts';
import { twinsAmong } from './twinsAmong.ts';
import { WeightCeiling } from './weightCeiling.ts';

export interface IdentityStateOptions {
  /** IANA time zone in which habits are read. */
  readonly timezone: string;
  /** Which keys are looked up, up to how many customers that share them. */
  readonly blockLimits?: BlockLimits;
}

/** Customers whose changes may wait to be filed until somebody asks: a bulk of changes then files each only once. */
const mostUnfiled = 4096;
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
  readonly #entries = new CustomerEntries();
  readonly #pool = new CandidatePool(this.#entries);
  readonly #counts = new EvidenceCounts(this.#entries);
  readonly #attributes = new AttributeShares();
  readonly #claimed = new ClaimedLevels(this.#entries.values);
  readonly #weights = new CallWeights(this.#counts);
  readonly #comparison = new CustomerComparison(
    this.#entries,
    this.#claimed,
    this.#weights,
    this.#attributes,
  );
  readonly #ceiling = new WeightCeiling(this.#entries, this.#claimed, this.#weights);
  readonly #localTime: ReturnType<typeof localTimeIn>;
  readonly #limits: BlockLimits;
  /** Call -> the link in force and when it was made or retracted. */
  readonly #links = new Map<string, { entry: number | undefined; at: number }>();
  /** Appointment -> whose it is and since when. */
  readonly #appointments = new Map<string, { entry: number; at: number }>();
  /** Retracted identifiers -> when; an older assertion delivered again must not bring them back. */
  readonly #retracted = new Map<string, number>();
  readonly #shared = new SharedValues();
  /** Customers whose evidence is neither counted nor filed under keys at present, the longest waiting first. */
  readonly #unfiled = new Set<number>();

  constructor({ timezone, blockLimits = defaultBlockLimits }: IdentityStateOptions) {
    this.#localTime = localTimeIn(timezone);
    this.#limits = blockLimits;
  }

  /** Customers a call may belong to: known and not merged into another. */
  get customerCount(): number {
    return this.#entries.current;
  }

  apply(event: IdentityEvent): void {
    switch (event.type) {
      case 'customer':
        this.#applyCustomer(event);
        break;
      case 'identifier':
      case 'identifierRetracted':
        this.#applyIdentifier(event);
        break;
      case 'link':
        this.#applyLink(event);
        break;
      case 'linkRetracted':
        this.#applyLinkRetracted(event);
        break;
      case 'identifierShared':
      case 'identifierUnshared':
        this.#shared.apply(event);
        break;
      case 'embedding':
        this.#entries.embeddings.apply(event);
        break;
      case 'appointment':
        this.#applyAppointment(event);
        break;
    }
  }

  /** A customer who is in the database no more is nobody's candidate, and nothing is known of them or their calls. */
  forgetCustomer(customerId: string): void {
    const entry = this.#entries.find(customerId);
    if (entry < 0) return;
    this.#unfile(entry);
    this.#unfile(this.#entries.root(entry));
    for (const { callId, attributes } of this.#entries.forget(entry, Number.POSITIVE_INFINITY)) {
      this.#attributes.count(attributes, -1);
      this.#links.delete(callId);
      this.#entries.embeddings.forget(callId);
    }
    for (const [id, appointment] of this.#appointments)
      if (appointment.entry === entry) this.#appointments.delete(id);
    for (const tombstone of this.#retracted.keys())
      if (tombstone.startsWith(`${entry}|`)) this.#retracted.delete(tombstone);
  }

  /** The same for a call. */
  forgetCall(callId: string): void {
    const link = this.#links.get(callId);
    if (link?.entry !== undefined) this.#unlink(link.entry, callId);
    this.#links.delete(callId);
    this.#entries.embeddings.forget(callId);
  }

  /**
   * Up to `limit` customers the call may belong to, each with its comparison: of all who share a key with the call, those
   * with the greatest match weight (ties: longest known first). A caller who left nothing gets at most `limit / 2`, from
   * recent calls, appointments and habits.
   */
  candidates(query: LinkQuery, limit = 20, limits = this.#limits): Candidate[] {
    this.settle();
    const pool = this.#pool.find(query, limits, Math.floor(limit / 2));
    const telling = this.telling(query);
    this.#begin(telling);
    const ranked = this.#best(telling, pool, limit);
    const comparisons = this.#vectors(telling, ranked);
    this.#claimed.end();
    const twins = twinsAmong(this.#entries, ranked);
    return ranked.map((customer, position) => {
      const twin = twins.get(customer);
      return {
        customerId: this.#entries.id(customer),
        comparison: comparisons[position]!,
        ...(twin === undefined ? {} : { twinOf: this.#entries.id(twin) }),
      };
    });
  }

  /** How many customers a call is compared with. */
  poolSize(query: LinkQuery, limits = this.#limits): number {
    this.settle();
    return this.#pool.find(query, limits, 0).length;
  }

  /** Comparisons of the call with customers drawn at random: what agreement by chance looks like. */
  background(query: LinkQuery, count: number, random: Random): ComparisonVector[] {
    this.settle();
    const drawn: number[] = [];
    if (this.customerCount === 0) return [];
    for (let attempt = 0; attempt < count * 4 && drawn.length < count; attempt++) {
      const entry = random.integer(this.#entries.size);
      if (!this.#entries.isMerged(entry)) drawn.push(entry);
    }
    return this.#compared(query, drawn);
  }

  /** Comparison with one customer, or with the one it was merged into; undefined when there is none such. */
  compareWith(query: LinkQuery, customerId: string): Candidate | undefined {
    this.settle();
    const root = this.#rootOf(customerId);
    if (root < 0 || this.#entries.isMerged(root)) return undefined;
    return { customerId: this.#entries.id(root), comparison: this.#compared(query, [root])[0]! };
  }

  /** The keys of a call: how many customers share each, and whether this customer does. */
  lookups(query: LinkQuery, customerId: string): BlockLookup[] {
    this.settle();
    const root = this.#rootOf(customerId);
    return this.#pool
      .lookups(query)
      .map(({ key, kind, size }) => ({ kind, size, found: root >= 0 && this.#pool.shares(key, root) }));
  }

  /**
   * The call without claims that tell nobody apart (numbers and addresses known to be shared): what a linker is to be
   * asked with. Such claims still find candidates, but count neither for nor against them.
   */
  telling(query: LinkQuery): LinkQuery {
    return this.#shared.without(query);
  }

  /** The customer in force for an id: itself, or what it was merged into; undefined for an unknown id. */
  currentCustomer(customerId: string): string | undefined {
    const root = this.#rootOf(customerId);
    return root < 0 ? undefined : this.#entries.id(root);
  }

  /** Counts and files what changed; done by itself before a question is answered. */
  settle(): void {
    for (const entry of this.#unfiled) this.#file(entry);
    this.#unfiled.clear();
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
    const phoneSharedBy = this.#counts.carriers('phone', this.#claimed.phone);
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

  #applyCustomer(event: IdentityEvent & { type: 'customer' }): void {
    const at = event.at.getTime();
    const entry = this.#obtain(event.customerId, at);
    if (at < this.#entries.statusAt(entry)) return;
    const target =
      event.status === 'merged' && event.mergedIntoId !== null
        ? this.#obtain(event.mergedIntoId, at)
        : undefined;
    this.#unfile(entry);
    this.#unfile(this.#entries.root(entry));
    if (target !== undefined) this.#unfile(this.#entries.root(target));
    this.#entries.setStatus(entry, event.status, at, target);
  }

  #applyIdentifier(event: IdentityEvent & { type: 'identifier' | 'identifierRetracted' }): void {
    const at = event.at.getTime();
    const entry = this.#obtain(event.customerId, at);
    const knownAt = this.#entries.identifierAssertedAt(entry, event);
    const tombstone =
      this.#retracted.size === 0 && event.type === 'identifier'
        ? ''
        : `${entry}|${event.kind}|${event.normalized}`;
    const retractedAt = this.#retracted.get(tombstone) ?? Number.NEGATIVE_INFINITY;
    if (event.type === 'identifier') {
      if (retractedAt >= at) return;
      this.#unfile(this.#entries.root(entry));
      this.#entries.putIdentifier(entry, event, Math.max(at, knownAt ?? at));
    } else {
      if (knownAt !== undefined && knownAt > at) return;
      this.#retracted.set(tombstone, Math.max(at, retractedAt));
      if (knownAt === undefined) return;
      this.#unfile(this.#entries.root(entry));
      this.#entries.removeIdentifier(entry, event);
    }
  }

  #applyLink(event: IdentityEvent & { type: 'link' }): void {
    const at = event.at.getTime();
    const before = this.#links.get(event.callId);
    // A retraction at the same moment is part of replacing a link: the new link stands.
    if (before !== undefined && before.at > at) return;
    if (before?.entry !== undefined) this.#unlink(before.entry, event.callId);
    const entry = this.#obtain(event.customerId, at);
    this.#links.set(event.callId, { entry, at });
    const { hour, weekday } = this.#localTime(event.occurredAt);
    const call: KnownCall = {
      callId: event.callId,
      occurredAt: event.occurredAt.getTime(),
      service: event.service,
      hour,
      weekday,
      attributes: event.attributes ?? {},
      phone: event.claims?.phone ?? null,
      name: event.claims?.name ?? null,
      confirmed: event.claims !== undefined,
    };
    if (call.phone !== null || call.name !== null) this.#unfile(this.#entries.root(entry));
    this.#entries.addCall(entry, call);
    this.#attributes.count(call.attributes, 1);
    this.#pool.recent.contact(entry, call.occurredAt, call.service, hour, weekday);
  }

  #applyLinkRetracted(event: IdentityEvent & { type: 'linkRetracted' }): void {
    const link = this.#links.get(event.callId);
    const at = event.at.getTime();
    if (link?.entry === undefined || link.at > at || this.#entries.id(link.entry) !== event.customerId)
      return;
    this.#unlink(link.entry, event.callId);
    this.#links.set(event.callId, { entry: undefined, at });
  }

  #unlink(entry: number, callId: string): void {
    this.#unfile(this.#entries.root(entry));
    const call = this.#entries.removeCall(entry, callId);
    if (call !== undefined) this.#attributes.count(call.attributes, -1);
  }

  #applyAppointment(event: IdentityEvent & { type: 'appointment' }): void {
    const scheduledAt = event.scheduledAt.getTime();
    const at = event.at.getTime();
    const entry = this.#obtain(event.customerId, at);
    const id = event.appointmentId ?? `${event.customerId}|${scheduledAt}|${event.service ?? ''}`;
    const known = this.#appointments.get(id);
    if (known !== undefined && known.at > at) return;
    this.#appointments.set(id, { entry, at });
    if (known !== undefined && known.entry !== entry) this.#entries.appointmentsOf(known.entry).delete(id);
    const own = this.#entries.appointmentsOf(entry);
    const before = own.get(id);
    if (event.cancelled === true) {
      own.delete(id);
      return;
    }
    if (before?.scheduledAt === scheduledAt && before.service === event.service) return;
    own.set(id, { id, scheduledAt, service: event.service });
    this.#pool.recent.appointment(entry, scheduledAt);
  }

  #rootOf(customerId: string): number {
    const entry = this.#entries.find(customerId);
    return entry < 0 ? -1 : this.#entries.root(entry);
  }

  #obtain(id: string, at: number): number {
    const known = this.#entries.find(id);
    if (known >= 0) return known;
    const entry = this.#entries.add(id, at);
    this.#wait(entry);
    return entry;
  }

  /** To be called before the evidence of a customer changes. */
  #unfile(entry: number): void {
    if (this.#unfiled.delete(entry)) {
      // It waits from now on, so that nobody files it before the change has been made.
      this.#unfiled.add(entry);
      return;
    }
    if (!this.#entries.isMerged(entry)) {
      this.#pool.unfile(entry);
      this.#counts.count(entry, -1);
    }
    this.#wait(entry);
  }

  #wait(entry: number): void {
    if (this.#unfiled.size >= mostUnfiled) {
      const longest = this.#unfiled.values().next().value!;
      this.#unfiled.delete(longest);
      this.#file(longest);
    }
    this.#unfiled.add(entry);
  }

  #file(entry: number): void {
    if (this.#entries.isMerged(entry)) return;
    this.#pool.file(entry);
    this.#counts.count(entry, 1);
  }
}
