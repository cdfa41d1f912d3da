import type { Random } from '../../base/random.ts';
import type { NormalizedAddress } from '../../features/identity/address.ts';
import { withoutUmlauts } from '../../features/identity/fold.ts';
import { AttributeShares } from './attributeShares.ts';
import { BlockIndex } from './blockIndex.ts';
import { blockingKeys, type KeySource } from './blockingKeys.ts';
import { compareAll } from './compareAll.ts';
import type { NameParts } from './compareNames.ts';
import type { Candidate, ComparisonVector } from './comparison.ts';
import type { CustomerEvidence, KnownAppointment, KnownCall } from './customerEvidence.ts';
import { EvidenceCounts } from './evidenceCounts.ts';
import { expectedFellegiSunter, matchWeight } from './fellegiSunter.ts';
import type { IdentityEvent } from './identityEvent.ts';
import type { LinkQuery } from './linkQuery.ts';
import { localTimeIn } from './localTime.ts';
import { nameForms } from './nameForms.ts';
import { RecentContacts } from './recentContacts.ts';
import { SimilarWords } from './similarWords.ts';
import { samePerson } from './twins.ts';

interface OwnIdentifier {
  readonly kind: string;
  readonly normalized: string;
  readonly parts: Readonly<Record<string, unknown>>;
  /** When it was last asserted: an older retraction delivered again must not take it away. */
  readonly at: number;
}

interface Entry {
  readonly index: number;
  readonly id: string;
  status: 'temporary' | 'active' | 'merged';
  statusAt: number;
  mergedInto: number;
  /** Customers merged directly into this one. */
  readonly absorbed: Set<number>;
  readonly identifiers: Map<string, OwnIdentifier>;
  readonly calls: KnownCall[];
  readonly appointments: Map<string, KnownAppointment>;
  /** What candidates are compared with; undefined for merged customers. */
  evidence: CustomerEvidence | undefined;
  keys: readonly string[];
}

export interface IdentityStateOptions {
  /** IANA time zone in which habits are read. */
  readonly timezone: string;
  /** A key shared by more customers than this is looked up only when no narrower key finds anybody. */
  readonly largestBlock?: number;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * Identity evidence and call profile of all customers of one company, in memory. Training replays the events that
 * were known before each call, serving keeps one instance warm: the same code answers both, so a training example
 * can hold nothing that was not known at its time. Events come in the order of their `at`; one delivered again
 * changes nothing.
 */
export class IdentityState {
  readonly #entries: Entry[] = [];
  readonly #byId = new Map<string, Entry>();
  readonly #blocks = new BlockIndex();
  readonly #words = new SimilarWords();
  readonly #counts = new EvidenceCounts();
  readonly #recent = new RecentContacts();
  readonly #attributes = new AttributeShares();
  readonly #localTime: ReturnType<typeof localTimeIn>;
  readonly #largestBlock: number;
  /** Call -> the link in force and when it was made or retracted. */
  readonly #links = new Map<string, { entry: Entry | undefined; at: number }>();
  /** Appointment -> whose it is and since when. */
  readonly #appointments = new Map<string, { entry: Entry; at: number }>();
  /** Retracted identifiers -> when; an older assertion delivered again must not bring them back. */
  readonly #retracted = new Map<string, number>();
  #customers = 0;
  #scores = new Float64Array(1024);

  constructor({ timezone, largestBlock = 2000 }: IdentityStateOptions) {
    this.#localTime = localTimeIn(timezone);
    this.#largestBlock = largestBlock;
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
    const pool = this.#pool(query, limit * 3);
    const expected = expectedFellegiSunter(Math.max(1, this.#customers));
    const ranked = pool.map((index) => {
      const entry = this.#entries[index]!;
      const comparison = this.#compare(query, entry.evidence!);
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
    for (let attempt = 0; attempt < count * 4 && comparisons.length < count; attempt++) {
      const entry = this.#entries[random.integer(this.#entries.length)]!;
      if (entry.evidence !== undefined) comparisons.push(this.#compare(query, entry.evidence));
    }
    return comparisons;
  }

  /** Comparison with one customer, or with the one it was merged into; undefined when there is none such. */
  compareWith(query: LinkQuery, customerId: string): Candidate | undefined {
    const entry = this.#byId.get(customerId);
    const root = entry === undefined ? undefined : this.#root(entry);
    if (root?.evidence === undefined) return undefined;
    return { customerId: root.id, comparison: this.#compare(query, root.evidence) };
  }

  /** The customer in force for an id: itself, or what it was merged into; undefined for an unknown id. */
  currentCustomer(customerId: string): string | undefined {
    const entry = this.#byId.get(customerId);
    return entry === undefined ? undefined : this.#root(entry).id;
  }

  #compare(query: LinkQuery, evidence: CustomerEvidence): ComparisonVector {
    return compareAll(query, evidence, this.#counts, this.#customers, this.#attributes);
  }

  #pool(query: LinkQuery, limit: number): number[] {
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
      const worth = share * Math.max(0.1, Math.log((this.#customers + 1) / size));
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
    const signs = this.#recent.signs(query);
    const blind = touched.length === 0;
    for (const [index, worth] of signs) {
      if (this.#entries[index]!.evidence === undefined) continue;
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

  #entry(id: string): Entry {
    let entry = this.#byId.get(id);
    if (entry === undefined) {
      entry = {
        index: this.#entries.length,
        id,
        status: 'active',
        statusAt: Number.NEGATIVE_INFINITY,
        mergedInto: -1,
        absorbed: new Set(),
        identifiers: new Map(),
        calls: [],
        appointments: new Map(),
        evidence: undefined,
        keys: [],
      };
      this.#entries.push(entry);
      this.#byId.set(id, entry);
      if (this.#entries.length > this.#scores.length)
        this.#scores = new Float64Array(this.#scores.length * 2);
      this.#refresh(entry);
    }
    return entry;
  }

  #root(entry: Entry): Entry {
    let root = entry;
    while (root.mergedInto >= 0) root = this.#entries[root.mergedInto]!;
    return root;
  }

  #applyCustomer(event: IdentityEvent & { type: 'customer' }): void {
    const entry = this.#entry(event.customerId);
    if (event.at.getTime() < entry.statusAt) return;
    entry.statusAt = event.at.getTime();
    const before = this.#root(entry);
    if (entry.mergedInto >= 0) this.#entries[entry.mergedInto]!.absorbed.delete(entry.index);
    entry.status = event.status;
    entry.mergedInto = -1;
    if (event.status === 'merged' && event.mergedIntoId !== null) {
      const target = this.#entry(event.mergedIntoId);
      // Two customers merged into each other would be nobody: the second merge is ignored.
      if (this.#root(target) === entry) entry.status = 'active';
      else {
        entry.mergedInto = target.index;
        target.absorbed.add(entry.index);
      }
    }
    this.#refresh(entry);
    if (before !== entry) this.#refresh(before);
    const root = this.#root(entry);
    if (root !== entry && root !== before) this.#refresh(root);
  }

  #applyIdentifier(event: IdentityEvent & { type: 'identifier' | 'identifierRetracted' }): void {
    const entry = this.#entry(event.customerId);
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
    const entry = this.#entry(event.customerId);
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
    this.#recent.contact(root.index, call.occurredAt, call.service, hour, weekday);
    this.#refresh(root);
  }

  #applyLinkRetracted(event: IdentityEvent & { type: 'linkRetracted' }): void {
    const link = this.#links.get(event.callId);
    const at = event.at.getTime();
    if (link?.entry === undefined || link.at > at || link.entry.id !== event.customerId) return;
    this.#unlink(link.entry, event.callId);
    this.#links.set(event.callId, { entry: undefined, at });
  }

  #unlink(entry: Entry, callId: string): void {
    const position = entry.calls.findIndex((call) => call.callId === callId);
    const [call] = position >= 0 ? entry.calls.splice(position, 1) : [];
    if (call !== undefined) this.#attributes.count(call.attributes, -1);
    this.#refresh(this.#root(entry));
  }

  #applyAppointment(event: IdentityEvent & { type: 'appointment' }): void {
    const entry = this.#entry(event.customerId);
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
    if (event.cancelled !== true) this.#recent.appointment(root.index, scheduledAt);
    this.#refresh(root);
  }

  /** Collects the evidence of a customer anew and files it under its keys. */
  #refresh(entry: Entry): void {
    const before = entry.evidence;
    const after = entry.status === 'merged' ? undefined : this.#collect(entry);
    entry.evidence = after;
    if (before === undefined && after !== undefined) this.#customers++;
    if (before !== undefined && after === undefined) this.#customers--;
    this.#counts.replace(before, after);
    const keys =
      after === undefined ? [] : blockingKeys({ ...after, phones: [...after.phones, ...after.callPhones] });
    const kept = new Set(keys);
    const old = new Set(entry.keys);
    for (const key of entry.keys) if (!kept.has(key)) this.#blocks.remove(key, entry.index);
    for (const key of keys) if (!old.has(key)) this.#blocks.add(key, entry.index);
    entry.keys = keys;
    for (const name of after?.names ?? []) for (const word of claimedWords(name)) this.#words.add(word);
  }

  #collect(root: Entry): CustomerEvidence {
    const family = [root];
    for (let at = 0; at < family.length; at++) {
      for (const index of family[at]!.absorbed) family.push(this.#entries[index]!);
    }
    const identifiers = family.flatMap((entry) => [...entry.identifiers.values()]);
    const calls = family.flatMap((entry) => entry.calls);
    calls.sort((a, b) => a.occurredAt - b.occurredAt || (a.callId < b.callId ? -1 : 1));
    const values = (kind: string) => [
      ...new Set(identifiers.filter((item) => item.kind === kind).map((item) => item.normalized)),
    ];
    const names = new Map<string, NameParts>();
    const addName = (name: NameParts) => names.set(`${name.given ?? ''}|${name.family ?? ''}`, name);
    const addresses: NormalizedAddress[] = [];
    for (const { kind, parts, normalized } of identifiers) {
      if (kind === 'name') {
        const name = { given: text(parts.given), family: text(parts.family) };
        addName(name.given === null && name.family === null ? { given: null, family: normalized } : name);
      } else if (kind === 'address') {
        addresses.push({
          street: text(parts.street),
          houseNumber: text(parts.houseNumber),
          postalCode: text(parts.postalCode),
          city: text(parts.city),
        });
      }
    }
    for (const call of calls)
      if (call.name !== null) addName({ given: call.name.given, family: call.name.family });
    return {
      names: [...names.values()],
      phones: values('phone'),
      emails: values('email'),
      datesOfBirth: values('date_of_birth'),
      addresses,
      callPhones: [...new Set(calls.flatMap((call) => (call.phone === null ? [] : [call.phone])))],
      calls,
      appointments: family.flatMap((entry) => [...entry.appointments.values()]),
    };
  }
}

function claimedWords(name: NameParts | null): string[] {
  if (name === null) return [];
  const words = [...nameForms(name.given ?? '').words, ...nameForms(name.family ?? '').words];
  return words.filter((word) => word.length > 1).map(withoutUmlauts);
}
