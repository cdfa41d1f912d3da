import { CallEmbeddings } from './callEmbeddings.ts';
import type { CustomerActivity, KnownAppointment, KnownCall } from './customerEvidence.ts';
import type { IdentityEvent } from './identityEvent.ts';
import { CustomerIds } from './index/customerIds.ts';
import { bytes, numbers } from './index/growableArrays.ts';
import { type GivenIdentifier, IdentifierLists, type IdentifierReader } from './index/identifierLists.ts';
import { ValueTables } from './index/valueTables.ts';

type Status = (IdentityEvent & { type: 'customer' })['status'];

/** Bits of a customer's status. */
const mergedBit = 1;
/** There are or were calls, appointments or merged customers. */
const activityBit = 2;
const noCalls: readonly KnownCall[] = [];
const noAppointments: readonly KnownAppointment[] = [];
const inOrder = (a: KnownCall, b: KnownCall) => a.occurredAt - b.occurredAt || (a.callId < b.callId ? -1 : 1);

/**
 * The customers of one company, by index in the order in which they came: what was said of each itself, and which was
 * merged into which. Identifiers lie in typed arrays; calls and appointments are kept for those who have any.
 */
export class CustomerEntries {
  readonly values = new ValueTables();
  readonly embeddings = new CallEmbeddings();
  readonly #ids = new CustomerIds();
  readonly #identifiers = new IdentifierLists(this.values);
  readonly #status = bytes();
  readonly #statusAt = numbers();
  /** When the customer was first heard of. */
  readonly #since = numbers();
  /** What a customer was merged into. */
  readonly #mergedInto = new Map<number, number>();
  /** Customers merged directly into one. */
  readonly #absorbed = new Map<number, Set<number>>();
  readonly #calls = new Map<number, KnownCall[]>();
  readonly #appointments = new Map<number, Map<string, KnownAppointment>>();
  #current = 0;

  /** Entries there are, merged ones included. */
  get size(): number {
    return this.#ids.size;
  }

  /** Customers that are not merged into another. */
  get current(): number {
    return this.#current;
  }

  /** Index of an id, or -1. */
  find(id: string): number {
    return this.#ids.find(id);
  }

  id(entry: number): string {
    return this.#ids.text(entry);
  }

  /** A customer nobody has heard of yet. */
  add(id: string, at: number): number {
    this.#status.push(0);
    this.#statusAt.push(Number.NEGATIVE_INFINITY);
    this.#since.push(at);
    this.#identifiers.addCustomer();
    this.#current++;
    return this.#ids.add(id);
  }

  isMerged(entry: number): boolean {
    return (this.#status.values[entry]! & mergedBit) !== 0;
  }

  statusAt(entry: number): number {
    return this.#statusAt.values[entry]!;
  }

  /** The customer in force: the entry itself, or what it was merged into. */
  root(entry: number): number {
    let root = entry;
    for (let next = this.#mergedInto.get(root); next !== undefined; next = this.#mergedInto.get(root))
      root = next;
    return root;
  }

  /** Gives a customer a status, and merges it into `target` when it says so. */
  setStatus(entry: number, status: Status, at: number, target: number | undefined): void {
    const before = this.#mergedInto.get(entry);
    if (before !== undefined) this.#absorbed.get(before)!.delete(entry);
    this.#mergedInto.delete(entry);
    // Two customers merged into each other would be nobody: the second merge is ignored.
    const isMerged = status === 'merged' && (target === undefined || this.root(target) !== entry);
    if (isMerged && target !== undefined) {
      this.#mergedInto.set(entry, target);
      this.#status.values[target]! |= activityBit;
      const absorbed = this.#absorbed.get(target);
      if (absorbed === undefined) this.#absorbed.set(target, new Set([entry]));
      else absorbed.add(entry);
    }
    this.#current += Number(this.isMerged(entry)) - Number(isMerged);
    this.#status.values[entry] = (this.#status.values[entry]! & activityBit) | (isMerged ? mergedBit : 0);
    this.#statusAt.values[entry] = at;
  }

  identifierAssertedAt(entry: number, identifier: GivenIdentifier): number | undefined {
    return this.#identifiers.assertedAt(entry, identifier, this.#since.values[entry]!);
  }

  putIdentifier(entry: number, identifier: GivenIdentifier, at: number): void {
    this.#identifiers.put(entry, identifier, at, this.#since.values[entry]!);
  }

  removeIdentifier(entry: number, identifier: GivenIdentifier): void {
    this.#identifiers.remove(entry, identifier);
  }

  addCall(entry: number, call: KnownCall): void {
    if (call.phone !== null) this.values.phones.add(call.phone);
    for (const part of [call.name?.given, call.name?.family]) if (part != null) this.values.names.add(part);
    const calls = this.#calls.get(entry);
    if (calls === undefined) {
      this.#status.values[entry]! |= activityBit;
      this.#calls.set(entry, [call]);
      return;
    }
    let at = calls.length;
    while (at > 0 && inOrder(calls[at - 1]!, call) > 0) at--;
    calls.splice(at, 0, call);
  }

  /** Takes a call away; undefined when it was not there. */
  removeCall(entry: number, callId: string): KnownCall | undefined {
    const calls = this.#calls.get(entry) ?? [];
    const at = calls.findIndex((call) => call.callId === callId);
    return at < 0 ? undefined : calls.splice(at, 1)[0];
  }

  /**
   * Drops all that was said of a customer, and the customer from those a call may belong to; the index stays taken. Their
   * own calls are returned.
   */
  forget(entry: number, at: number): readonly KnownCall[] {
    const calls = this.#calls.get(entry) ?? noCalls;
    this.#calls.delete(entry);
    this.#appointments.delete(entry);
    this.#identifiers.clear(entry);
    this.setStatus(entry, 'merged', at, undefined);
    return calls;
  }

  /** The customer's own appointments by id, to change. */
  appointmentsOf(entry: number): Map<string, KnownAppointment> {
    let appointments = this.#appointments.get(entry);
    if (appointments === undefined) {
      appointments = new Map();
      this.#status.values[entry]! |= activityBit;
      this.#appointments.set(entry, appointments);
    }
    return appointments;
  }

  /** Reads the identifiers of a customer and of all that were merged into it. */
  read(root: number, reader: IdentifierReader): void {
    if (!this.mayHaveActivity(root) || !this.#absorbed.has(root)) this.#identifiers.read(root, reader);
    else for (const entry of this.#family(root)) this.#identifiers.read(entry, reader);
  }

  /** Calls and appointments of a customer and of all that were merged into it. */
  activity(root: number): CustomerActivity {
    const family = this.#absorbed.has(root) ? this.#family(root) : [root];
    const calls = family.map((entry) => this.#calls.get(entry) ?? noCalls);
    const appointments = family.map((entry) => this.#appointments.get(entry));
    return {
      calls: calls.length === 1 ? calls[0]! : calls.flat().sort(inOrder),
      appointments: appointments.every((own) => own === undefined)
        ? noAppointments
        : appointments.flatMap((own) => (own === undefined ? [] : [...own.values()])),
    };
  }

  /** Whether a customer's activity may be more than nothing. */
  mayHaveActivity(root: number): boolean {
    return (this.#status.values[root]! & activityBit) !== 0;
  }

  /** A customer and all that were merged into it, directly or not. */
  #family(root: number): number[] {
    const family = [root];
    for (let at = 0; at < family.length; at++) family.push(...(this.#absorbed.get(family[at]!) ?? []));
    return family;
  }
}
