import type { WarmEntity } from '../../features/engine/warmEntity.ts';
import type { Database } from '../../prisma/database.ts';
import {
  type HistoryChange,
  type HistoryCursor,
  historyChangesEnd,
  readHistoryChanges,
} from '../../prisma/repositories/historyChanges.ts';
import type { Entity } from '../../prisma/repositories/historyRecord.ts';
import { inTurn } from '../inTurn.ts';
import { type Freshness, WarmHistory } from './warmHistory.ts';

/** Histories kept in memory, each as fresh as the database at the moment it is asked for. */
export interface WarmHistories {
  /**
   * The history of a customer or lead with every change, of whatever process, that was committed before the call.
   * Undefined: the company has none of that id.
   */
  get(
    companyId: string,
    entity: Entity,
    id: string,
  ): Promise<{ readonly known: WarmEntity; readonly freshness: Freshness } | undefined>;
  /** Lets go of what has changed beyond repair, and keeps the next reading of changes short. */
  catchUp(): Promise<void>;
  /** Resolves when no changes are being read; never rejects. */
  idle(): Promise<void>;
  readonly size: { readonly histories: number; readonly events: number };
}

/** What a history costs beside its events, in events: 40 KiB of empty lists, where an event takes 0.55 KiB. */
const overhead = 75;

interface Kept {
  readonly key: string;
  readonly history: WarmHistory;
  /** What it counts against the limit, and the owners it is found by. */
  weight: number;
  owners: ReadonlySet<string>;
  /** Requests that wait for it to be read. */
  readers: number;
}

/**
 * Every answer first reads which facts were changed since the last answer, by whomever: one indexed statement, shared by
 * all requests that wait for it. Trusting notifications instead would lose the race of a write that was acknowledged a
 * moment ago. Only the changed facts of the history asked for are then read.
 * @param limit events in memory, of all companies; what was not used for longest goes first; 0: nothing is kept
 */
export function warmHistories(database: Pick<Database, 'pool'>, limit: number): WarmHistories {
  const { pool } = database;
  /** By company, entity and id; the last used last. */
  const kept = new Map<string, Kept>();
  const byOwner = new Map<string, Set<Kept>>();
  /** Whose owners may be about to change. */
  const beingRead = new Set<Kept>();
  let weight = 0;
  let cursor: HistoryCursor | undefined;

  const turns = inTurn(async () => {
    if (cursor === undefined) {
      cursor = await historyChangesEnd(pool);
      return;
    }
    const { changes, cursor: next, complete } = await readHistoryChanges(pool, cursor);
    if (complete) for (const change of changes) note(change);
    else for (const entry of kept.values()) drop(entry);
    cursor = next;
  });

  function note(change: HistoryChange): void {
    const { companyId, source, customerId, leadId } = change;
    const told = (group: Iterable<Kept> = []) => {
      for (const entry of group) {
        if (entry.history.companyId !== companyId) continue;
        entry.history.note(change);
        if (entry.history.outdated && entry.readers === 0) drop(entry);
      }
    };
    if (source === 'company' || (customerId === null && leadId === null)) {
      told(kept.values());
      return;
    }
    told(beingRead);
    if (customerId !== null) told(byOwner.get(customerId));
    if (leadId !== null) told(byOwner.get(leadId));
  }

  function drop(entry: Kept): void {
    if (kept.get(entry.key) !== entry) return;
    kept.delete(entry.key);
    weight -= entry.weight;
    forgetOwners(entry);
  }

  function forgetOwners(entry: Kept): void {
    for (const owner of entry.owners) {
      const group = byOwner.get(owner);
      group?.delete(entry);
      if (group?.size === 0) byOwner.delete(owner);
    }
  }

  /** Weighs what has been read, finds it by its owners from here on, and makes room for it. */
  function settle(entry: Kept): void {
    // It may have had to go while it was being read.
    if (kept.get(entry.key) !== entry) return;
    const { known, owners, outdated } = entry.history;
    const before = entry.weight;
    entry.weight = overhead + (known?.events ?? 0);
    weight += entry.weight - before;
    if (owners !== entry.owners) {
      forgetOwners(entry);
      entry.owners = owners;
      for (const owner of owners) {
        const group = byOwner.get(owner);
        if (group) group.add(entry);
        else byOwner.set(owner, new Set([entry]));
      }
    }
    if (outdated && entry.readers === 0) drop(entry);
    for (const oldest of kept.values()) {
      if (weight <= limit) break;
      drop(oldest);
    }
  }

  return {
    async get(companyId, entity, id) {
      await turns.next();
      // Before anything else is awaited: what is committed after that reading is noted with this entry in place.
      const key = `${companyId} ${entity} ${id}`;
      const entry = kept.get(key) ?? {
        key,
        history: new WarmHistory(companyId, entity, id),
        weight: 0,
        owners: new Set(),
        readers: 0,
      };
      kept.delete(key);
      kept.set(key, entry);
      entry.readers++;
      beingRead.add(entry);
      let freshness: Freshness;
      try {
        freshness = await entry.history.bringUpToDate(pool);
      } finally {
        entry.readers--;
        if (entry.readers === 0) beingRead.delete(entry);
        settle(entry);
      }
      const { known } = entry.history;
      return known && { known, freshness };
    },
    catchUp: () => turns.next(),
    idle: () => turns.idle(),
    get size() {
      let events = 0;
      for (const { history } of kept.values()) events += history.known?.events ?? 0;
      return { histories: kept.size, events };
    },
  };
}
