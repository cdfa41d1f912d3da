import pg from 'pg';
import { databaseUnavailable } from './unavailable.ts';

const firstRetry = 100;
const longestRetry = 5000;

export interface Listening {
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly url: string;
  /** Trusted: it becomes part of a statement. */
  readonly channel: string;
  /**
   * Called for every notification, and once after every (re)connection, as notifications sent in between are
   * lost: read whatever is new. Must not throw.
   */
  readonly onWake: () => void;
  readonly onError?: ((error: Error) => void) | undefined;
}

/**
 * Listens for NOTIFY on a connection of its own. Resolves when it listens; a connection lost later is made anew,
 * after 0.1 s and then in growing steps up to 5 s.
 *
 * @throws Problem 'unavailable' when there is no server to begin with.
 */
export async function listen({
  url,
  channel,
  onWake,
  onError = () => {},
}: ListenOptions): Promise<Listening> {
  let closed = false;
  let current: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 15_000,
      application_name: 'linkloop listen',
    });
    client.on('error', onError);
    client.on('notification', onWake);
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    if (closed) return client.end();
    current = client;
    client.once('end', () => again(firstRetry));
    onWake();
  }

  function again(delay: number): void {
    current = undefined;
    if (closed) return;
    retry = setTimeout(async () => {
      try {
        await connect();
      } catch (error) {
        onError(error as Error);
        again(Math.min(2 * delay, longestRetry));
      }
    }, delay);
  }

  try {
    await connect();
  } catch (error) {
    throw databaseUnavailable(error) ?? error;
  }
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      await current?.end();
    },
  };
}
