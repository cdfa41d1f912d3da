import { AttributeShares } from './attributeShares.ts';
import { CandidatePool } from './candidatePool.ts';
import { CustomerEntries } from './customerEntries.ts';
import type { KnownCall } from './customerEvidence.ts';
import { EvidenceCounts } from './evidenceCounts.ts';
import type { IdentityEvent } from './identityEvent.ts';
import { localTimeIn } from './localTime.ts';
import { SharedValues } from './sharedValues.ts';

/** Customers whose changes may wait to be filed until somebody asks: a bulk of changes then files each only once. */
const mostUnfiled = 4096;

/**
 * What is known of a company's customers and their calls, kept current by events: evidence, how common it is, and where
 * customers are found by it. Events come in the order of their `at`; one delivered again changes nothing.
 */
export class IdentityLedger {
  readonly entries = new CustomerEntries();
  readonly pool = new CandidatePool(this.entries);
  readonly counts = new EvidenceCounts(this.entries);
  readonly attributes = new AttributeShares();
  readonly shared = new SharedValues();
  readonly #localTime: ReturnType<typeof localTimeIn>;
  /** Call -> the link in force and when it was made or retracted. */
  readonly #links = new Map<string, { entry: number | undefined; at: number }>();
  /** Appointment -> whose it is and since when. */
  readonly #appointments = new Map<string, { entry: number; at: number }>();
  /** Retracted identifiers -> when; an older assertion delivered again must not bring them back. */
  readonly #retracted = new Map<string, number>();
  /** Customers whose evidence is neither counted nor filed under keys at present, the longest waiting first. */
  readonly #unfiled = new Set<number>();

  /** @param timezone IANA time zone in which habits are read. */
  constructor(timezone: string) {
    this.#localTime = localTimeIn(timezone);
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
        this.shared.apply(event);
        break;
      case 'embedding':
        this.entries.embeddings.apply(event);
        break;
      case 'appointment':
        this.#applyAppointment(event);
        break;
    }
  }

  /** A customer who is in the database no more is nobody's candidate, and nothing is known of them or their calls. */
  forgetCustomer(customerId: string): void {
    const entry = this.entries.find(customerId);
    if (entry < 0) return;
    this.#unfile(entry);
    this.#unfile(this.entries.root(entry));
    for (const { callId, attributes } of this.entries.forget(entry, Number.POSITIVE_INFINITY)) {
      this.attributes.count(attributes, -1);
      this.#links.delete(callId);
      this.entries.embeddings.forget(callId);
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
    this.entries.embeddings.forget(callId);
  }

  /** Counts and files what changed; done by itself before a question is answered. */
  settle(): void {
    for (const entry of this.#unfiled) this.#file(entry);
    this.#unfiled.clear();
  }

  #applyCustomer(event: IdentityEvent & { type: 'customer' }): void {
    const at = event.at.getTime();
    const entry = this.#obtain(event.customerId, at);
    if (at < this.entries.statusAt(entry)) return;
    const target =
      event.status === 'merged' && event.mergedIntoId !== null
        ? this.#obtain(event.mergedIntoId, at)
        : undefined;
    this.#unfile(entry);
    this.#unfile(this.entries.root(entry));
    if (target !== undefined) this.#unfile(this.entries.root(target));
    this.entries.setStatus(entry, event.status, at, target);
  }

  #applyIdentifier(event: IdentityEvent & { type: 'identifier' | 'identifierRetracted' }): void {
    const at = event.at.getTime();
    const entry = this.#obtain(event.customerId, at);
    const knownAt = this.entries.identifierAssertedAt(entry, event);
    const tombstone =
      this.#retracted.size === 0 && event.type === 'identifier'
        ? ''
        : `${entry}|${event.kind}|${event.normalized}`;
    const retractedAt = this.#retracted.get(tombstone) ?? Number.NEGATIVE_INFINITY;
    if (event.type === 'identifier') {
      if (retractedAt >= at) return;
      this.#unfile(this.entries.root(entry));
      this.entries.putIdentifier(entry, event, Math.max(at, knownAt ?? at));
    } else {
      if (knownAt !== undefined && knownAt > at) return;
      this.#retracted.set(tombstone, Math.max(at, retractedAt));
      if (knownAt === undefined) return;
      this.#unfile(this.entries.root(entry));
      this.entries.removeIdentifier(entry, event);
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
    if (call.phone !== null || call.name !== null) this.#unfile(this.entries.root(entry));
    this.entries.addCall(entry, call);
    this.attributes.count(call.attributes, 1);
    this.pool.recent.contact(entry, call.occurredAt, call.service, hour, weekday);
  }

  #applyLinkRetracted(event: IdentityEvent & { type: 'linkRetracted' }): void {
    const link = this.#links.get(event.callId);
    const at = event.at.getTime();
    if (link?.entry === undefined || link.at > at || this.entries.id(link.entry) !== event.customerId) return;
    this.#unlink(link.entry, event.callId);
    this.#links.set(event.callId, { entry: undefined, at });
  }

  #unlink(entry: number, callId: string): void {
    this.#unfile(this.entries.root(entry));
    const call = this.entries.removeCall(entry, callId);
    if (call !== undefined) this.attributes.count(call.attributes, -1);
  }

  #applyAppointment(event: IdentityEvent & { type: 'appointment' }): void {
    const scheduledAt = event.scheduledAt.getTime();
    const at = event.at.getTime();
    const entry = this.#obtain(event.customerId, at);
    const id = event.appointmentId ?? `${event.customerId}|${scheduledAt}|${event.service ?? ''}`;
    const known = this.#appointments.get(id);
    if (known !== undefined && known.at > at) return;
    this.#appointments.set(id, { entry, at });
    if (known !== undefined && known.entry !== entry) this.entries.appointmentsOf(known.entry).delete(id);
    const own = this.entries.appointmentsOf(entry);
    const before = own.get(id);
    if (event.cancelled === true) {
      own.delete(id);
      return;
    }
    if (before?.scheduledAt === scheduledAt && before.service === event.service) return;
    own.set(id, { id, scheduledAt, service: event.service });
    this.pool.recent.appointment(entry, scheduledAt);
  }

  #obtain(id: string, at: number): number {
    const known = this.entries.find(id);
    if (known >= 0) return known;
    const entry = this.entries.add(id, at);
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
    if (!this.entries.isMerged(entry)) {
      this.pool.unfile(entry);
      this.counts.count(entry, -1);
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
    if (this.entries.isMerged(entry)) return;
    this.pool.file(entry);
    this.counts.count(entry, 1);
  }
}
