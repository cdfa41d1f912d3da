import type { Random } from '../../base/random.ts';
import { AttributeShares } from './attributeShares.ts';
import { CandidatePool } from './candidatePool.ts';
import { collectEvidence } from './collectEvidence.ts';
import { compareAll } from './compareAll.ts';
import type { Candidate, ComparisonVector } from './comparison.ts';
import { CustomerEntries, type CustomerEntry } from './customerEntries.ts';
import type { CustomerEvidence, KnownCall } from './customerEvidence.ts';
import { EvidenceCounts } from './evidenceCounts.ts';
import { expectedFellegiSunter, matchWeight } from './fellegiSunter.ts';
import type { IdentityEvent } from './identityEvent.ts';
import type { LinkQuery } from './linkQuery.ts';
import { localTimeIn } from './localTime.ts';
import { SharedValues } from './sharedValues.ts';
import { samePerson } from './twins.ts';

export interface IdentityStateOptions {
  /** IANA time zone in which habits are read. */
  readonly timezone: string;
  /** A key shared by more customers than this is looked up only when no narrower key finds anybody. */
  readonly largestBlock?: number;
}

/**
 * Identity evidence and call profile of all customers of one company, in memory. Training replays the events that
 * were known before each call, serving keeps one instance warm: the same code answers both, so a training example
 * can hold nothing that was not known at its time. Events come in the order of their `at`; one delivered again
 * changes nothing.
 */
export class IdentityState {
  readonly #entries = new CustomerEntries();
  readonly #pool: CandidatePool;
  readonly #counts = new EvidenceCounts();
  readonly #attributes = new AttributeShares();
  readonly #localTime: ReturnType<typeof localTimeIn>;
  /** Call -> the link in force and when it was made or retracted. */
  readonly #links = new Map<string, { entry: CustomerEntry | undefined; at: number }>();
  /** Appointment -> whose it is and since when. */
  readonly #appointments = new Map<string, { entry: CustomerEntry; at: number }>();
  /** Retracted identifiers -> when; an older assertion delivered again must not bring them back. */
  readonly #retracted = new Map<string, number>();
  readonly #shared = new SharedValues();
  #customers = 0;

  constructor({ timezone, largestBlock = 2000 }: IdentityStateOptions) {
    this.#localTime = localTimeIn(timezone);
    this.#pool = new CandidatePool(largestBlock, (index) => this.#entries.at(index).evidence !== undefined);
  }

  /** Customers a call may belong to: known and not merged into another. */
  get customerCount(): number {
    return this.#customers;
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
      case 'appointment':
        this.#applyAppointment(event);
        break;
    }
  }

  /**
   * Up to `limit` customers the call may belong to, most plausible first (ties: longest known first), each with its
   * comparison. A caller who left nothing gets at most `limit / 2`, from recent calls, appointments and habits.
   */
  candidates(query: LinkQuery, limit = 20): Candidate[] {
    const pool = this.#pool.find(query, this.#customers, limit * 3);
    const telling = this.telling(query);
    const expected = expectedFellegiSunter(Math.max(1, this.#customers));
    const ranked = pool.map((index) => {
      const entry = this.#entries.at(index);
      const comparison = this.#compare(telling, entry.evidence!);
      return { index, entry, comparison, weight: matchWeight(expected, comparison) };
    });
    ranked.sort((a, b) => b.weight - a.weight || a.index - b.index);
    const chosen = ranked.slice(0, limit);
    return chosen.map(({ entry, comparison }, position) => {
      const twin = chosen
        .slice(0, position)
        .find((other) => samePerson(other.entry.evidence!, entry.evidence!));
      return { customerId: entry.id, comparison, ...(twin === undefined ? {} : { twinOf: twin.entry.id }) };
    });
  }

  /** Comparisons of the call with customers drawn at random: what agreement by chance looks like. */
  background(query: LinkQuery, count: number, random: Random): ComparisonVector[] {
    const comparisons: ComparisonVector[] = [];
    if (this.#customers === 0) return comparisons;
    const telling = this.telling(query);
    for (let attempt = 0; attempt < count * 4 && comparisons.length < count; attempt++) {
      const entry = this.#entries.at(random.integer(this.#entries.size));
      if (entry.evidence !== undefined) comparisons.push(this.#compare(telling, entry.evidence));
    }
    return comparisons;
  }

  /** Comparison with one customer, or with the one it was merged into; undefined when there is none such. */
  compareWith(query: LinkQuery, customerId: string): Candidate | undefined {
    const entry = this.#entries.find(customerId);
    const root = entry === undefined ? undefined : this.#root(entry);
    if (root?.evidence === undefined) return undefined;
    return { customerId: root.id, comparison: this.#compare(this.telling(query), root.evidence) };
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
    const entry = this.#entries.find(customerId);
    return entry === undefined ? undefined : this.#root(entry).id;
  }

  #compare(query: LinkQuery, evidence: CustomerEvidence): ComparisonVector {
    return compareAll(query, evidence, this.#counts, this.#customers, this.#attributes);
  }

  #applyCustomer(event: IdentityEvent & { type: 'customer' }): void {
    const entry = this.#obtain(event.customerId);
    if (event.at.getTime() < entry.statusAt) return;
    entry.statusAt = event.at.getTime();
    const target =
      event.status === 'merged' && event.mergedIntoId !== null ? this.#obtain(event.mergedIntoId) : undefined;
    for (const changed of this.#entries.setStatus(entry, event.status, target)) this.#refresh(changed);
  }

  #applyIdentifier(event: IdentityEvent & { type: 'identifier' | 'identifierRetracted' }): void {
    const entry = this.#obtain(event.customerId);
    const key = `${event.kind}|${event.normalized}`;
    const tombstone = `${entry.index}|${key}`;
    const at = event.at.getTime();
    const known = entry.identifiers.get(key);
    const retractedAt = this.#retracted.get(tombstone) ?? Number.NEGATIVE_INFINITY;
    if (event.type === 'identifier') {
      if (retractedAt >= at) return;
      entry.identifiers.set(key, {
        kind: event.kind,
        normalized: event.normalized,
        parts: event.parts,
        at: Math.max(at, known?.at ?? at),
      });
      if (known !== undefined) return;
    } else {
      if (known !== undefined && known.at > at) return;
      this.#retracted.set(tombstone, Math.max(at, retractedAt));
      if (!entry.identifiers.delete(key)) return;
    }
    this.#refresh(this.#root(entry));
  }

  #applyLink(event: IdentityEvent & { type: 'link' }): void {
    const at = event.at.getTime();
    const before = this.#links.get(event.callId);
    // A retraction at the same moment is part of replacing a link: the new link stands.
    if (before !== undefined && before.at > at) return;
    if (before?.entry !== undefined) this.#unlink(before.entry, event.callId);
    const entry = this.#obtain(event.customerId);
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
    };
    entry.calls.push(call);
    this.#attributes.count(call.attributes, 1);
    const root = this.#root(entry);
    this.#pool.recent.contact(root.index, call.occurredAt, call.service, hour, weekday);
    this.#refresh(root);
  }

  #applyLinkRetracted(event: IdentityEvent & { type: 'linkRetracted' }): void {
    const link = this.#links.get(event.callId);
    const at = event.at.getTime();
    if (link?.entry === undefined || link.at > at || link.entry.id !== event.customerId) return;
    this.#unlink(link.entry, event.callId);
    this.#links.set(event.callId, { entry: undefined, at });
  }

  #unlink(entry: CustomerEntry, callId: string): void {
    const position = entry.calls.findIndex((call) => call.callId === callId);
    const [call] = position >= 0 ? entry.calls.splice(position, 1) : [];
    if (call !== undefined) this.#attributes.count(call.attributes, -1);
    this.#refresh(this.#root(entry));
  }

  #applyAppointment(event: IdentityEvent & { type: 'appointment' }): void {
    const entry = this.#obtain(event.customerId);
    const scheduledAt = event.scheduledAt.getTime();
    const at = event.at.getTime();
    const id = event.appointmentId ?? `${event.customerId}|${scheduledAt}|${event.service ?? ''}`;
    const known = this.#appointments.get(id);
    if (known !== undefined && known.at > at) return;
    this.#appointments.set(id, { entry, at });
    if (known !== undefined && known.entry !== entry && known.entry.appointments.delete(id)) {
      this.#refresh(this.#root(known.entry));
    }
    const before = entry.appointments.get(id);
    if (event.cancelled === true) entry.appointments.delete(id);
    else if (before?.scheduledAt === scheduledAt && before.service === event.service) return;
    else entry.appointments.set(id, { id, scheduledAt, service: event.service });
    const root = this.#root(entry);
    if (event.cancelled !== true) this.#pool.recent.appointment(root.index, scheduledAt);
    this.#refresh(root);
  }

  #obtain(id: string): CustomerEntry {
    const known = this.#entries.find(id);
    if (known !== undefined) return known;
    const entry = this.#entries.add(id);
    this.#refresh(entry);
    return entry;
  }

  #root(entry: CustomerEntry): CustomerEntry {
    return this.#entries.root(entry);
  }

  /** Collects the evidence of a customer anew and files it under its keys. */
  #refresh(entry: CustomerEntry): void {
    const before = entry.evidence;
    const after = entry.status === 'merged' ? undefined : collectEvidence(this.#entries.family(entry));
    entry.evidence = after;
    if (before === undefined && after !== undefined) this.#customers++;
    if (before !== undefined && after === undefined) this.#customers--;
    this.#counts.replace(before, after);
    this.#pool.file(entry);
  }
}
