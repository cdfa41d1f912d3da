import pg from 'pg';
import type { Database } from '../prisma/database.ts';
import type { IdentityStates } from './predict/identityStates.ts';
import type { LiveModels } from './predict/liveModels.ts';

/** Keeps what this process holds in memory in step with what any process commits. */
export interface Changes {
  /** Resolves when every change that was committed before the call has been noted. */
  catchUp(): Promise<void>;
  /** From now on changes are noted as they are committed, without being asked for. */
  follow(): void;
  close(): Promise<void>;
}

interface Change {
  readonly horizon: string;
  /** Null: there is none. */
  readonly id: string | null;
  readonly companyId: string;
  readonly topic: string;
  readonly subject: string;
}

/** Should a notification be lost, the change is noted after this time. */
const pollMilliseconds = 5_000;
const reconnectMilliseconds = 1_000;

/**
 * Follows the outbox. Each committed row is noted once: rows become visible in commit order only below the oldest
 * running transaction, so what lies above that horizon is remembered by id until the horizon has passed it.
 */
export function followChanges(
  database: Database,
  reacting: { models: LiveModels; identities: IdentityStates; onError: (error: Error) => void },
): Changes {
  const { models, identities, onError } = reacting;
  let horizon: string | undefined;
  let above = new Set<string>();
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;
  let listener: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function read(): Promise<void> {
    if (horizon === undefined) {
      // Whoever follows builds what it holds after this moment: earlier changes are in it.
      const { rows } = await database.pool.query<{ horizon: string }>(
        `select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`,
      );
      horizon = rows[0]!.horizon;
    }
    const { rows } = await database.pool.query<Change>(
      `select h.horizon::text, o.id::text, o.company_id as "companyId", o.topic, o.subject
       from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon) h
       left join outbox o on o.transaction_id >= $1 order by o.transaction_id, o.id`,
      [horizon],
    );
    const next = rows[0]!.horizon;
    const seen = new Set<string>();
    for (const { id, ...change } of rows) {
      if (id === null) continue;
      if (!above.has(id)) note(change);
      seen.add(id);
    }
    above = seen;
    horizon = next;
  }

  function note({ companyId, topic, subject }: Omit<Change, 'id' | 'horizon'>): void {
    if (topic === 'alias.changed') models.invalidate(companyId, subject);
    else if (topic === 'customer.changed' || topic === 'link.changed') {
      identities.changed({ companyId, topic, subject });
    }
  }

  function catchUp(): Promise<void> {
    // A reading under way may have begun too early for us; the next one has not begun.
    queued ??= running
      .catch(() => {})
      .then(() => {
        queued = undefined;
        running = read();
        return running;
      });
    return queued;
  }

  async function listen(): Promise<void> {
    if (closed) return;
    const client = new pg.Client({ connectionString: database.url, application_name: 'linkloop changes' });
    listener = client;
    const lost = (error?: Error) => {
      if (listener !== client || closed) return;
      listener = undefined;
      if (error) onError(error);
      client.end().catch(() => {});
      setTimeout(listen, reconnectMilliseconds).unref();
    };
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', () => catchUp().catch(onError));
    try {
      await client.connect();
      await client.query('listen linkloop_outbox');
      await catchUp();
    } catch (error) {
      lost(error as Error);
    }
  }

  return {
    catchUp,
    follow() {
      if (timer || closed) return;
      timer = setInterval(() => catchUp().catch(onError), pollMilliseconds);
      timer.unref();
      void listen();
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await listener?.end().catch(() => {});
      await Promise.allSettled([running, queued]);
    },
  };
}
