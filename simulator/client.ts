import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** The service answered with an error (RFC 9457 problem+json where it sends one). */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The problem's stable code, when the body has one. */
  readonly code: string | null;

  constructor(method: string, path: string, status: number, body: string) {
    const problem = parsed(body);
    const detail = typeof problem.detail === 'string' ? problem.detail : body.slice(0, 500);
    const errors = problem.errors === undefined ? '' : ` ${JSON.stringify(problem.errors).slice(0, 1000)}`;
    super(`${method} ${path}: ${status} ${detail}${errors}`);
    this.method = method;
    this.path = path;
    this.status = status;
    this.code = typeof problem.code === 'string' ? problem.code : null;
  }
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export interface ClientOptions {
  /** e.g. http://127.0.0.1:8080, without a trailing slash. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Requests in flight at once where their order does not matter: 1 to 4. */
  readonly concurrency?: number;
}

export interface Client {
  /** Answer's JSON; null for 204. Throws HttpProblem for an error status, after retries for 429 and 503. */
  get(path: string): Promise<unknown>;
  /** Sends an Idempotency-Key, so a retry after a lost connection does nothing twice. */
  post(path: string, body: unknown): Promise<unknown>;
  put(path: string, body: unknown): Promise<unknown>;
  /** Runs `work` on each item, at most `concurrency` at a time; results in the items' order. */
  each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]>;
  /** Requests sent so far, retries included. */
  readonly requests: number;
}

const RETRIES = 4;
const lostConnection = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNREFUSED']);

/** By shape, not by class: fetch may come from another realm than this module. */
function isLostConnection(error: unknown): boolean {
  const code = (error as { cause?: { code?: unknown } } | null)?.cause?.code;
  return typeof code === 'string' && lostConnection.has(code);
}

/** A client of the service's HTTP API. Connections are kept alive by the runtime's fetch. */
export function createClient(options: ClientOptions): Client {
  const concurrency = Math.max(1, Math.min(4, options.concurrency ?? 2));
  let requests = 0;

  async function send(method: string, path: string, body?: unknown): Promise<unknown> {
    const headers: Record<string, string> = { authorization: `Bearer ${options.apiKey}` };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      headers['idempotency-key'] = randomUUID();
    }
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    for (let attempt = 0; ; attempt++) {
      requests++;
      try {
        const response = await fetch(options.baseUrl + path, request);
        const text = await response.text();
        if (response.ok) return text === '' ? null : (JSON.parse(text) as unknown);
        const busy = response.status === 429 || response.status === 503;
        if (!busy || attempt >= RETRIES) throw new HttpProblem(method, path, response.status, text);
      } catch (error) {
        if (!isLostConnection(error) || attempt >= RETRIES) throw error;
      }
      await sleep(50 * 2 ** attempt);
    }
  }

  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    async each(items, work) {
      const results = new Array(items.length);
      let next = 0;
      const worker = async () => {
        for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i] as never);
      };
      await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
      return results;
    },
    get requests() {
      return requests;
    },
  };
}
