import { sequenceSources } from '../../features/engine/eventType.ts';
import { WarmEntity } from '../../features/engine/warmEntity.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { loadHistory } from '../../prisma/repositories/history.ts';
import type { HistoryChange } from '../../prisma/repositories/historyChanges.ts';
import { historyOwners } from '../../prisma/repositories/historyOwners.ts';
import type { Entity } from '../../prisma/repositories/historyRecord.ts';
import { readSource } from '../../prisma/repositories/historySources.ts';

/** How a history was brought up to date: nothing was new, some facts were read, all of it was read. */
export type Freshness = 'hit' | 'refresh' | 'miss';

/** With more facts than this to read one by one, reading the whole history costs less. */
const singly = 100;

type ChangedSource = Exclude<HistoryChange['source'], 'entity' | 'company' | 'leadVersions'>;

/** The history of one customer or lead in memory, and what is yet to be read of it. */
export class WarmHistory {
  readonly companyId: string;
  readonly #entity: Entity;
  readonly #id: string;
  /** Undefined: not read yet, or there is nobody of that id. */
  known: WarmEntity | undefined;
  /** Customers and leads whose facts it holds. */
  owners: ReadonlySet<string> = new Set();
  #outdated = true;
  readonly #changed = new Map<ChangedSource, Set<string>>();
  /** While it is being read nobody can say which changes concern it: they wait here. */
  #heard: HistoryChange[] | null = null;
  /** One at a time: reading for two requests at once could apply an older reading over a newer. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(companyId: string, entity: Entity, id: string) {
    this.companyId = companyId;
    this.#entity = entity;
    this.#id = id;
  }

  /** Nothing that it holds can be used any more. */
  get outdated(): boolean {
    return this.#outdated;
  }

  /** Notes a change of the company; what it changed, if it concerns this history, is read before the next answer. */
  note(change: HistoryChange): void {
    if (this.#heard !== null) {
      this.#heard.push(change);
      return;
    }
    if (this.#outdated || !this.#concerns(change)) return;
    const { source, factId } = change;
    if (source === 'entity' || source === 'company' || source === 'leadVersions' || factId === null) {
      this.#outdated = true;
      return;
    }
    const changed = this.#changed.get(source);
    if (changed === undefined) this.#changed.set(source, new Set([factId]));
    else if (changed.add(factId).size > singly) this.#outdated = true;
  }

  /** Reads what was noted before the call. */
  bringUpToDate(client: Queryable): Promise<Freshness> {
    const turn = this.#work.catch(() => {}).then(() => this.#read(client));
    this.#work = turn;
    return turn;
  }

  #concerns({ source, factId, customerId, leadId }: HistoryChange): boolean {
    if (source === 'company') return true;
    if (customerId !== null || leadId !== null)
      return (
        (customerId !== null && this.owners.has(customerId)) || (leadId !== null && this.owners.has(leadId))
      );
    return sequenceSources.some((own) => own === source && factId !== null && this.known?.has(own, factId));
  }

  async #read(client: Queryable): Promise<Freshness> {
    if (this.#outdated) {
      await this.#readAll(client);
      return 'miss';
    }
    if (this.#changed.size === 0) return 'hit';
    // Taken out before reading: what changes while we read is noted, and read, again.
    const changed = [...this.#changed];
    this.#changed.clear();
    try {
      await this.#readChanged(client, changed);
    } catch (error) {
      this.#outdated = true;
      throw error;
    }
    return 'refresh';
  }

  async #readAll(client: Queryable): Promise<void> {
    this.#outdated = false;
    this.#changed.clear();
    const heard: HistoryChange[] = [];
    this.#heard = heard;
    try {
      const history = await loadHistory(client, this.companyId, this.#entity, this.#id);
      this.owners = await historyOwners(client, this.companyId, this.#entity, this.#id);
      this.known = history && new WarmEntity(history);
      this.#outdated = history === undefined;
    } catch (error) {
      this.#outdated = true;
      throw error;
    } finally {
      this.#heard = null;
    }
    for (const change of heard) this.note(change);
  }

  async #readChanged(
    client: Queryable,
    changed: readonly (readonly [ChangedSource, ReadonlySet<string>])[],
  ): Promise<void> {
    const { companyId } = this;
    const known = this.known!;
    const { entity, id } = known;
    const ids = [id];
    const apply: (() => void)[] = [];
    for (const [source, facts] of changed)
      if (source === 'attributes') {
        // What one source says stands beside what the others do: all are read.
        const attributes = await readSource(client, companyId, entity, source, ids);
        apply.push(() => known.replaceAttributes(attributes.get(id) ?? []));
      } else {
        const factIds = [...facts];
        const read = await readSource(client, companyId, entity, source, ids, factIds);
        apply.push(() => known.replace(source, factIds, read.get(id) ?? []));
      }
    // All at once, for whoever asks in the meantime.
    for (const one of apply) one();
  }
}
