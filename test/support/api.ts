import { randomBytes } from 'node:crypto';
import { SettableClock } from '../../base/clock.ts';
import { type Application, openApplication } from '../../serving/application.ts';
import { endpoints } from '../../serving/http/endpoints.ts';
import { problemSchema } from '../../serving/http/openApi.ts';
import { type HttpServer, startServer } from '../../serving/http/server.ts';
import { createKey, type Scope } from '../../serving/keys.ts';
import { readSettings } from '../../serving/settings.ts';
import { seedCompany, testDatabase } from './database.ts';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose schemas `ask` has checked
  readonly body: any;
  readonly headers: Headers;
}

export type Ask = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface TestApi {
  readonly application: Application;
  readonly server: HttpServer;
  readonly clock: SettableClock;
  /** A new company with a key of the given scopes. */
  company(...scopes: Scope[]): Promise<{ readonly companyId: string; readonly ask: Ask }>;
  /** Another key of a company. */
  key(companyId: string, ...scopes: Scope[]): Promise<Ask>;
  close(): Promise<void>;
}

/** A server on a database of its own, speaking real HTTP. Every answer is checked against its schema. */
export async function testApi(variables: Record<string, string> = {}): Promise<TestApi> {
  const database = await testDatabase();
  const clock = new SettableClock(new Date('2025-03-10T09:00:00Z'));
  const settings = readSettings({
    DATABASE_URL: database.url,
    LINKLOOP_POOL_SIZE: '5',
    LINKLOOP_CONTROL_SHARE: '0',
    LOG_LEVEL: 'fatal',
    ...variables,
  });
  const application = await openApplication(settings, { clock, onFirstKey: () => {} });
  const server = await startServer(application, { port: 0 });
  const key = async (companyId: string, ...scopes: Scope[]): Promise<Ask> => {
    const name = `test-${randomBytes(3).toString('hex')}`;
    const made = await createKey(application.database, { companyId, name, scopes }, clock.now());
    return asker(server.url, made.key);
  };
  return {
    application,
    server,
    clock,
    key,
    async company(...scopes) {
      const { id } = await seedCompany(database);
      return { companyId: id, ask: await key(id, ...(scopes.length === 0 ? (['admin'] as const) : scopes)) };
    },
    async close() {
      await server.close();
      await application.close();
      await database.close();
    },
  };
}

/** Speaks for one key. @throws Error when an answer does not have the shape its endpoint declares. */
export function asker(url: string, key: string): Ask {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    const answer = {
      status: response.status,
      body: json ? JSON.parse(text) : text,
      headers: response.headers,
    };
    checkAnswer(method, path, answer);
    return answer;
  };
}

function checkAnswer(method: string, path: string, answer: Answer): void {
  if (answer.status >= 400) {
    const type = answer.headers.get('content-type');
    if (!type?.startsWith('application/problem+json')) throw new Error(`a problem came as ${type}`);
    problemSchema.parse(answer.body);
    return;
  }
  const pathname = path.split('?')[0]!;
  const endpoint = endpoints.find(
    (one) =>
      one.method.toUpperCase() === method &&
      new RegExp(`^${one.url.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  if (!endpoint) return;
  const schema = endpoint.answers[answer.status];
  if (schema === undefined) throw new Error(`${method} ${path} does not declare the status ${answer.status}`);
  if (schema === null) {
    if (answer.body !== '') throw new Error(`${method} ${path} answered a body with ${answer.status}`);
    return;
  }
  // Strict: what an answer carries is in its schema, or it is not documented.
  const parsed = schema.parse(answer.body);
  if (JSON.stringify(sorted(parsed)) !== JSON.stringify(sorted(answer.body))) {
    throw new Error(`${method} ${path} answered more than its schema says: ${JSON.stringify(answer.body)}`);
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
