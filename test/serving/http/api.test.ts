import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endpoints } from '../../../serving/http/endpoints.ts';
import { revokeKey } from '../../../serving/keys.ts';
import { type Ask, asker, type TestApi, testApi } from '../../support/api.ts';

let api: TestApi;
let companyId: string;
let ask: Ask;

beforeAll(async () => {
  api = await testApi({ LINKLOOP_BODY_LIMIT: '20000' });
  ({ companyId, ask } = await api.company());
  await ask('POST', '/api/import/customers', {
    rows: [{ externalId: 'C-1', givenName: 'Anna', familyName: 'Schmidt', phone: '030 1234567' }],
  });
  await ask('POST', '/api/import/calls', {
    rows: [{ externalId: 'K-1', occurredAt: '2025-03-01T10:00:00Z', name: 'Anna Schmidt' }],
  });
});
afterAll(() => api.close());

const correction = { callExternalId: 'K-1', customerExternalId: 'C-1', reviewer: 'ruth' };

describe('keys', () => {
  test('are needed, and must be known', async () => {
    const wrong: Record<string, string>[] = [
      {},
      { authorization: 'Basic abc' },
      { authorization: 'Bearer ' },
    ];
    for (const headers of wrong) {
      const response = await fetch(`${api.server.url}/api/models`, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toMatchObject({ code: 'unauthenticated', status: 401 });
    }
    const stranger = asker(api.server.url, 'll_unknown');
    expect((await stranger('GET', '/api/models')).body.code).toBe('unauthenticated');
  });

  test('open what their scopes say, and nothing else', async () => {
    const reviewer = await api.key(companyId, 'review');
    expect((await reviewer('GET', '/api/reviews/stats')).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/api/models'],
      ['POST', '/api/feedback/corrections'],
      ['POST', '/api/ml/churn/predict/C-1'],
      ['POST', '/api/ml/churn/train'],
    ] as const) {
      const { status, body } = await reviewer(method, path, method === 'POST' ? {} : undefined);
      expect([status, body.code]).toEqual([403, 'forbidden']);
    }
  });

  test('that are revoked open nothing', async () => {
    const { companyId: own } = await api.company();
    const asked = await api.key(own, 'operate');
    const [key] = await api.application.database.prisma.apiKey.findMany({
      where: { companyId: own, scopes: { equals: ['operate'] } },
    });
    await revokeKey(api.application.database, own, key!.id, api.clock.now());
    expect((await asked('GET', '/api/models')).status).toBe(401);
  });

  test('are asked for before the body is read', async () => {
    const response = await fetch(`${api.server.url}/api/import/customers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"rows": [',
    });
    expect(response.status).toBe(401);
  });
});

describe('companies', () => {
  test('never see each other’s rows, by either id', async () => {
    const other = await api.company();
    const customer = (await ask('GET', '/api/customers/C-1')).body.id;
    const call = (await ask('GET', '/api/calls/K-1/link')).body.callId;
    const prediction = (await ask('POST', '/api/ml/churn/predict/C-1')).body.predictionId;
    const { runId } = (await ask('POST', '/api/ml/churn/train')).body;
    for (const [method, path, body] of [
      ['GET', `/api/customers/${customer}`],
      ['GET', '/api/customers/C-1'],
      ['GET', `/api/calls/${call}/link`],
      ['GET', `/api/predictions/${prediction}`],
      ['GET', `/api/training/runs/${runId}`],
      ['POST', `/api/ml/churn/predict/${customer}`],
      ['POST', `/api/ml/clv/predict/${customer}`],
      ['POST', '/api/ml/linking/resolve', { callId: call }],
      ['POST', '/api/feedback/corrections', { callId: call, customerId: customer, reviewer: 'eve' }],
      [
        'POST',
        '/api/feedback/outcomes',
        { subjectType: 'customer', subjectId: customer, kind: 'churned', occurredAt: '2025-03-01T00:00:00Z' },
      ],
    ] as const) {
      const { status, body: answer } = await other.ask(method, path, body);
      expect([path, status, answer.code]).toEqual([path, 404, 'not_found']);
    }
    expect((await other.ask('GET', '/api/customers?q=schmidt')).body).toEqual([]);
    expect((await other.ask('GET', '/api/training/runs')).body).toEqual({ runs: [], next: null });
  });
});

describe('a request that cannot be used', () => {
  test('hears everything that is wrong, and where', async () => {
    const { status, body } = await ask('POST', '/api/feedback/outcomes', {
      subjectType: 'dog',
      subjectId: 7,
      kind: 'converted',
      occurredAt: 'yesterday',
      extra: true,
    });
    expect([status, body.code]).toEqual([400, 'invalid_input']);
    const byPath = new Map(body.errors.map((error: { path: string }) => [error.path, error]));
    expect(byPath.get('/subjectType')).toMatchObject({ received: 'dog', allowed: 'lead, customer, call' });
    expect(byPath.get('/subjectId')).toMatchObject({ received: 7, allowed: 'string' });
    expect(byPath.get('/occurredAt')).toMatchObject({ received: 'yesterday' });
    expect(byPath.get('/extra')).toMatchObject({ message: 'Unknown field.' });
  });

  test('does not leave a correction’s customer to a slip', async () => {
    const { customerExternalId: _, ...slip } = correction;
    expect((await ask('POST', '/api/feedback/corrections', slip)).body.errors).toMatchObject([
      { path: '/customerId' },
    ]);
  });

  test.each([
    ['no JSON', '{"reviewer": ', 400, 'invalid_input'],
    ['another shape', '[1, 2]', 400, 'invalid_input'],
    ['null', 'null', 400, 'invalid_input'],
    ['NUL in text', JSON.stringify({ ...correction, reviewer: 'a\0b' }), 400, 'invalid_input'],
    ['deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`, 400, 'invalid_input'],
    ['too much', JSON.stringify({ ...correction, note: 'x'.repeat(30_000) }), 413, 'payload_too_large'],
  ])('because its body is %s', async (_name, body, status, code) => {
    const answer = await ask('POST', '/api/feedback/corrections', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await ask('GET', '/api/models')).status).toBe(200);
  });

  test.each([
    ['NUL in a query', '/api/customers?q=a%00b', 'query/q'],
    ['NUL in a path', '/api/customers/a%00b', 'path/id'],
    ['NUL in the path of a batch', '/api/ml/churn%00/batch', 'path/task'],
    ['a query it does not take', '/api/customers/C-1?explain=true', '/explain'],
    ['a misspelled query', '/api/training/runs?limits=3', '/limits'],
    ['an empty number', '/api/training/runs?limit=', '/limit'],
    ['a number twice', '/api/training/runs?limit=1&limit=2', '/limit'],
    ['a number of another notation', '/api/training/runs?limit=0x10', '/limit'],
    ['a cursor of nothing', '/api/training/runs?cursor=x~y', 'query/cursor'],
    ['an empty cursor', '/api/training/runs?cursor=', 'query/cursor'],
  ])('because of %s', async (_name, path, where) => {
    const [method, body] = path.endsWith('/batch')
      ? (['POST', '{}'] as const)
      : (['GET', undefined] as const);
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await ask(method, path, body, body === undefined ? {} : headers);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_input']);
    expect(answer.body.errors[0].path).toBe(where);
  });

  test('not because of what checks and scrapers add to public paths', async () => {
    expect((await ask('GET', '/healthz?from=balancer')).status).toBe(200);
  });

  test('because it has no body, or one of another type', async () => {
    expect((await ask('POST', '/api/feedback/corrections')).body.code).toBe('invalid_input');
    const { status, body } = await ask('POST', '/api/feedback/corrections', '<a/>', {
      'content-type': 'application/xml',
    });
    expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
  });

  test('keeps half a surrogate pair out of the database', async () => {
    const { status } = await ask('POST', '/api/feedback/corrections', {
      ...correction,
      note: 'half \ud83d',
    });
    expect(status).toBe(201);
  });

  test('is told which methods a path has, and where paths are listed', async () => {
    const wrong = await fetch(`${api.server.url}/api/models`, { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET']);
    expect((await ask('GET', '/api/model')).body).toMatchObject({ code: 'not_found' });
    expect((await ask('GET', '/api/models/')).status).toBe(404);
  });

  test('cannot make the answer carry what it sent at length', async () => {
    const { body } = await ask('POST', '/api/feedback/corrections', {
      ...correction,
      note: 17,
      reviewer: [],
    });
    expect(body.errors).toHaveLength(2);
    const long = await ask('GET', `/api/calls/${'x'.repeat(600)}/link`);
    expect(long.status).toBe(400);
    expect(Buffer.byteLength(JSON.stringify(long.body))).toBeLessThan(2000);
  });
});

describe('an Idempotency-Key', () => {
  const key = (value: string) => ({ 'idempotency-key': value });
  const outcome = {
    subjectType: 'customer',
    subjectExternalId: 'C-1',
    kind: 'retained',
    occurredAt: '2025-03-01T00:00:00Z',
  };
  const count = () => api.application.database.prisma.outcome.count({ where: { companyId } });

  test('makes a repeated write happen once and answer the same', async () => {
    const before = await count();
    const first = await ask('POST', '/api/feedback/outcomes', outcome, key('a'));
    const second = await ask('POST', '/api/feedback/outcomes', outcome, key('a'));
    expect(first.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.status).toBe(201);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(await count()).toBe(before + 1);
  });

  test('does so for twenty at once', async () => {
    const before = await count();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask('POST', '/api/feedback/outcomes', outcome, key('b'))),
    );
    expect(new Set(answers.map(({ body }) => body.outcomeId)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  test('does so for imports and trainings, which write in their own transactions', async () => {
    const rows = { rows: [{ externalId: 'C-9', familyName: 'Ott' }] };
    const imports = await Promise.all(
      Array.from({ length: 8 }, () => ask('POST', '/api/import/customers', rows, key('c'))),
    );
    expect(imports.map(({ body }) => body.imported)).toEqual(Array(8).fill(1));
    const one = await ask('POST', '/api/ml/clv/train', undefined, key('d'));
    const two = await ask('POST', '/api/ml/clv/train', undefined, key('d'));
    expect(two.body).toEqual(one.body);
  });

  test('is refused for another request', async () => {
    await ask('POST', '/api/feedback/outcomes', outcome, key('e'));
    const { status, body } = await ask(
      'POST',
      '/api/feedback/outcomes',
      { ...outcome, kind: 'churned' },
      key('e'),
    );
    expect([status, body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  test('is not used up by a request that failed', async () => {
    const bad = { ...outcome, subjectExternalId: 'C-later' };
    expect((await ask('POST', '/api/feedback/outcomes', bad, key('f'))).status).toBe(404);
    await ask('POST', '/api/import/customers', { rows: [{ externalId: 'C-later', familyName: 'Spät' }] });
    expect((await ask('POST', '/api/feedback/outcomes', bad, key('f'))).status).toBe(201);
  });

  test('belongs to one company', async () => {
    const other = await api.company();
    await other.ask('POST', '/api/import/customers', { rows: [{ externalId: 'C-1', familyName: 'Andere' }] });
    const mine = await ask('POST', '/api/feedback/outcomes', outcome, key('g'));
    const theirs = await other.ask('POST', '/api/feedback/outcomes', outcome, key('g'));
    expect(theirs.body.outcomeId).not.toBe(mine.body.outcomeId);
  });
});

describe('the description of the API', () => {
  test('has every route that is served, with its scopes and schemas', async () => {
    const { body } = await ask('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const described = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.keys(operations as object).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(endpoints.map(({ method, url }) => `${method} ${url}`).sort());
    const resolve = body.paths['/api/ml/linking/resolve'].post;
    expect(resolve.description).toContain('`predict`');
    expect(resolve.requestBody.content['application/json'].schema.properties).toHaveProperty('call');
    expect(resolve.parameters).toMatchObject([{ in: 'header', name: 'Idempotency-Key' }]);
    expect(resolve.responses['200'].content['application/json'].schema.$ref).toBe(
      '#/components/schemas/LinkingPrediction',
    );
  });

  test('refers to nothing that is not there', async () => {
    const { body } = await ask('GET', '/openapi.json');
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [, name] of references) expect(body.components.schemas).toHaveProperty(name!);
  });

  test('can be read at /docs without leaving this machine', async () => {
    const { body } = await ask('GET', '/docs');
    const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      expect(file).toMatch(/^\/docs\//);
      expect((await ask('GET', file)).status).toBe(200);
    }
  });
});

describe('the state of the service', () => {
  test('is told without a key', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await fetch(api.server.url + path)).status).toBe(200);
    }
    const metrics = await (await fetch(`${api.server.url}/metrics`)).text();
    expect(metrics).toMatch(
      /linkloop_http_request_seconds_count\{.*route="\/api\/customers\/\{id\}".*\} \d+/,
    );
    expect(metrics).not.toContain('C-1');
  });

  test('carries a request id through', async () => {
    const { headers } = await ask('GET', '/api/models', undefined, { 'x-request-id': 'trace-7' });
    expect(headers.get('x-request-id')).toBe('trace-7');
    const strange = await ask('GET', '/api/models', undefined, { 'x-request-id': 'a b' });
    expect(strange.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
