import { identityEvents } from '../../feedback/identityEvents.ts';
import type { IdentityState } from '../../models/linking/identityState.ts';
import type { Database } from '../../prisma/database.ts';
import type { CompanyRecord } from '../../prisma/repositories/companies.ts';
import { buildIdentityState } from './buildIdentityState.ts';

/** A committed change of what is known about who is who. */
export interface IdentityChange {
  readonly companyId: string;
  readonly topic: 'customer.changed' | 'link.changed';
  /** Of the customer or call; `*`: many of them. */
  readonly subject: string;
}

export interface IdentityStates {
  /** The state of a company with every change it was told of. The first use builds it from the database. */
  get(company: CompanyRecord): Promise<IdentityState>;
  /** Notes a change; it is read when the state is next asked for. */
  changed(change: IdentityChange): void;
}

interface Warm {
  state: IdentityState | undefined;
  /** So much has changed that the state is to be built anew; until then the old one stays whole. */
  outdated: boolean;
  readonly customers: Set<string>;
  readonly calls: Set<string>;
  /** One at a time: reading for two requests at once could apply an older reading over a newer. */
  work: Promise<void>;
}

/** More changes than this and building anew is quicker than following them. */
const singly = 5_000;

/** Keeps the identity state of each company that has been asked for in memory. */
export function identityStates(database: Database): IdentityStates {
  const warm = new Map<string, Warm>();

  async function bringUpToDate(company: CompanyRecord, entry: Warm): Promise<void> {
    const customerIds = [...entry.customers];
    const callIds = [...entry.calls];
    const { state, outdated } = entry;
    // Cleared before reading: what changes while we read is read again.
    entry.customers.clear();
    entry.calls.clear();
    entry.outdated = false;
    try {
      if (state === undefined || outdated) {
        entry.state = await buildIdentityState(database.pool, company);
        return;
      }
      if (customerIds.length > 0) {
        const erased = new Set(customerIds);
        for (const event of await identityEvents(database.pool, company, { customerIds })) {
          state.apply(event);
          if (event.type === 'customer') erased.delete(event.customerId);
        }
        for (const id of erased) state.forgetCustomer(id);
      }
      if (callIds.length > 0) {
        // A call that never was anybody's is not in the state: to forget it does nothing.
        const erased = new Set(callIds);
        for (const event of await identityEvents(database.pool, company, { callIds })) {
          state.apply(event);
          if ('callId' in event) erased.delete(event.callId);
        }
        for (const id of erased) state.forgetCall(id);
      }
    } catch (error) {
      for (const id of customerIds) entry.customers.add(id);
      for (const id of callIds) entry.calls.add(id);
      entry.outdated ||= outdated;
      throw error;
    }
  }

  return {
    async get(company) {
      let entry = warm.get(company.id);
      if (!entry) {
        entry = {
          state: undefined,
          outdated: false,
          customers: new Set(),
          calls: new Set(),
          work: Promise.resolve(),
        };
        warm.set(company.id, entry);
      }
      const { work } = entry;
      const mine = entry;
      const next = work
        .catch(() => {})
        .then(async () => {
          const current =
            mine.state !== undefined && !mine.outdated && mine.customers.size === 0 && mine.calls.size === 0;
          if (!current) await bringUpToDate(company, mine);
        });
      entry.work = next;
      await next;
      return entry.state!;
    },
    changed({ companyId, topic, subject }) {
      const entry = warm.get(companyId);
      if (!entry) return;
      const ids = topic === 'customer.changed' ? entry.customers : entry.calls;
      if (subject !== '*') ids.add(subject);
      if (subject === '*' || ids.size > singly) entry.outdated = true;
    },
  };
}
