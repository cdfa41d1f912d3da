import type { Database } from './database.ts';
import { type Listening, listen } from './listen.ts';
import { type OutboxEntry, outboxChannel, outboxEnd, readOutbox } from './outbox.ts';

/** Before entries that could not be delivered are tried again, milliseconds. */
const retryDelay = 1000;

export interface FollowOptions {
  /** Called with what was committed since the last call, never twice at a time. A rejection is reported to
   * `onError`, and the entries are delivered again, with newer ones, at most a second later. */
  readonly onEntries: (entries: readonly OutboxEntry[]) => void | Promise<void>;
  readonly onError?: ((error: Error) => void) | undefined;
}

/**
 * Delivers what other processes append to the outbox from here on, as soon as it is committed. Entries that are
 * committed while the database cannot be reached are delivered when it is back.
 */
export async function followOutbox(
  db: Pick<Database, 'pool' | 'url'>,
  { onEntries, onError = () => {} }: FollowOptions,
): Promise<Listening> {
  let cursor = await outboxEnd(db.pool);
  let wanted = false;
  let reading: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;

  function wake(): void {
    wanted = true;
    reading ??= read();
  }

  async function read(): Promise<void> {
    while (wanted) {
      wanted = false;
      try {
        const { entries, cursor: next } = await readOutbox(db.pool, cursor);
        if (entries.length > 0) await onEntries(entries);
        cursor = next;
      } catch (error) {
        onError(error as Error);
        clearTimeout(retry);
        retry = setTimeout(wake, retryDelay);
      }
    }
    reading = undefined;
  }

  const listening = await listen({
    url: db.url,
    channel: outboxChannel,
    onError,
    onWake: wake,
  });
  return {
    async close() {
      await listening.close();
      await reading;
      clearTimeout(retry);
    },
  };
}
