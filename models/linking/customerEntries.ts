import type { CustomerEvidence, KnownAppointment, KnownCall } from './customerEvidence.ts';
import type { IdentityEvent } from './identityEvent.ts';

interface OwnIdentifier {
  readonly kind: string;
  readonly normalized: string;
  readonly parts: Readonly<Record<string, unknown>>;
  /** When it was last asserted: an older retraction delivered again must not take it away. */
  readonly at: number;
}

/** What was said of one customer itself; what was merged into it is filed under its own entry. */
export interface CustomerEntry {
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

/** The customers of one company by id and by index, and which was merged into which. */
export class CustomerEntries {
  readonly #entries: CustomerEntry[] = [];
  readonly #byId = new Map<string, CustomerEntry>();

  /** Entries there are, merged ones included. */
  get size(): number {
    return this.#entries.length;
  }

  at(index: number): CustomerEntry {
    return this.#entries[index]!;
  }

  find(id: string): CustomerEntry | undefined {
    return this.#byId.get(id);
  }

  /** A customer nobody has heard of yet. */
  add(id: string): CustomerEntry {
    const entry: CustomerEntry = {
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
    return entry;
  }

  /** The customer in force: the entry itself, or what it was merged into. */
  root(entry: CustomerEntry): CustomerEntry {
    let root = entry;
    while (root.mergedInto >= 0) root = this.at(root.mergedInto);
    return root;
  }

  /** A customer and all that were merged into it, directly or not. */
  family(root: CustomerEntry): CustomerEntry[] {
    const family = [root];
    for (let at = 0; at < family.length; at++) {
      for (const index of family[at]!.absorbed) family.push(this.at(index));
    }
    return family;
  }

  /**
   * Gives a customer a status, and merges it into `target` when it says so.
   * @returns the entries whose evidence may have changed
   */
  setStatus(
    entry: CustomerEntry,
    status: (IdentityEvent & { type: 'customer' })['status'],
    target: CustomerEntry | undefined,
  ): Set<CustomerEntry> {
    const before = this.root(entry);
    if (entry.mergedInto >= 0) this.at(entry.mergedInto).absorbed.delete(entry.index);
    entry.status = status;
    entry.mergedInto = -1;
    if (status === 'merged' && target !== undefined) {
      // Two customers merged into each other would be nobody: the second merge is ignored.
      if (this.root(target) === entry) entry.status = 'active';
      else {
        entry.mergedInto = target.index;
        target.absorbed.add(entry.index);
      }
    }
    return new Set([entry, before, this.root(entry)]);
  }
}
