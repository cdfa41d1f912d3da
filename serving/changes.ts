import type { Database } from '../prisma/database.ts';
import { type Listening, listen } from '../prisma/listen.ts';
import {
  type OutboxCursor,
  type OutboxEntry,
  outboxChannel,
  outboxEnd,
  readOutbox,
} from '../prisma/outbox.ts';
import type { IdentityStates } from './predict/identityStates.ts';
import type { LiveModels } from './predict/liveModels.ts';

/** Keeps what this process holds in memory in step with what any process commits. */
export interface Changes {
  /** Resolves when every change that was committed before the call has been noted. */
  catchUp(): Promise<void>;
  /** From now on changes are noted as they are committed, without being asked for. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

/** Should a notification be lost, the change is noted after this time. */
const pollMilliseconds = 5_000;

/** Begins where the outbox ends at the first use: whoever catches up builds what it holds after that. */
export function followChanges(
  database: Database,
  reacting: { models: LiveModels; identities: IdentityStates; onError: (error: Error) => void },
): Changes {
  const { models, identities, onError } = reacting;
  let cursor: OutboxCursor | undefined;
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;
  let listening: Listening | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function read(): Promise<void> {
    if (cursor === undefined) {
      cursor = await outboxEnd(database.pool);
      return;
    }
    const { entries, cursor: next } = await readOutbox(database.pool, cursor);
    for (const entry of entries) note(entry);
    cursor = next;
  }

  function note({ companyId, topic, subject }: OutboxEntry): void {
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

  const wake = () => {
    catchUp().catch(onError);
  };

  return {
    catchUp,
    async follow() {
      if (timer) return;
      timer = setInterval(wake, pollMilliseconds);
      timer.unref();
      listening = await listen({ url: database.url, channel: outboxChannel, onWake: wake, onError });
    },
    async close() {
      clearInterval(timer);
      await listening?.close();
      await Promise.allSettled([running, queued]);
    },
  };
}
