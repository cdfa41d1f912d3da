import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKey } from '../../../serving/keys.ts';
import { type Ask, type TestApi, testApi } from '../../support/api.ts';

let api: TestApi;
let ask: Ask;
let companyId: string;

const leads = Array.from({ length: 20 }, (_, index) => ({
  externalId: `L-${index}`,
  occurredAt: '2025-03-01T08:00:00Z',
}));

beforeAll(async () => {
  api = await testApi();
  ({ ask, companyId } = await api.company());
  await ask('POST', '/api/import/customers', {
    rows: [{ externalId: 'C-1', givenName: 'Anna', familyName: 'Schmidt', phone: '030 1234567' }],
  });
  await ask('POST', '/api/import/leads', { rows: leads });
});
afterAll(() => api.close());

const ndjson = { 'content-type': 'application/x-ndjson' };

async function batch(task: string, lines: readonly unknown[], by: Ask = ask) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const answer = await by('POST', `/api/ml/${task}/batch`, text, ndjson);
  const answered = typeof answer.body === 'string' ? answer.body.trim().split('\n') : [];
  return { ...answer, lines: answered.map((line) => JSON.parse(line)) };
}

describe('a batch', () => {
  test.each([
    [
      'linking',
      { call: { externalId: 'K-1', occurredAt: '2025-03-10T08:00:00Z', claims: { phone: '030 1234567' } } },
    ],
    ['nba', { leadId: 'L-1' }],
    ['clv', { customerId: 'C-1' }],
    ['clv', { leadId: 'L-1' }],
    ['churn', { customerId: 'C-1' }],
    ['lead-score', { leadId: 'L-1' }],
  ])('of %s answers each line as the single prediction would', async (task, line) => {
    const { status, headers, lines } = await batch(task, [line]);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch('application/x-ndjson');
    expect(lines).toMatchObject([{ line: 1, model: { task }, predictionId: expect.any(String) }]);
    const stored = await api.application.database.prisma.prediction.findUnique({
      where: { id: lines[0].predictionId },
    });
    expect(stored?.companyId).toBe(companyId);
  });

  test('keeps the order of its lines and numbers them; empty ones are passed over', async () => {
    const { lines } = await batch('lead-score', [
      ...leads.slice(0, 9).map(({ externalId }) => ({ leadId: externalId })),
      '',
      { leadId: 'L-9' },
    ]);
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 11]);
    const ids = lines.map(({ predictionId }) => predictionId as string);
    const stored = await api.application.database.prisma.prediction.findMany({ where: { id: { in: ids } } });
    const subjects = new Map(stored.map(({ id, subjectId }) => [id, subjectId]));
    const { rows } = await api.application.database.pool.query(
      'select id from lead where company_id = $1 order by length(external_id), external_id limit 10',
      [companyId],
    );
    expect(ids.map((id) => subjects.get(id))).toEqual(rows.map(({ id }) => id));
  });

  test('says what is wrong with a line in its place and answers the others', async () => {
    const { status, lines } = await batch('lead-score', [
      { leadId: 'L-1' },
      '{',
      { leadId: 'nobody' },
      {},
      [],
      { leadId: 'L-2' },
    ]);
    expect(status).toBe(200);
    expect(lines.map(({ problem }) => problem?.code)).toEqual([
      undefined,
      'invalid_input',
      'not_found',
      'invalid_input',
      'invalid_input',
      undefined,
    ]);
    expect(lines[3].problem.errors).toMatchObject([{ path: '/leadId', message: 'Required.' }]);
    expect(lines[2].line).toBe(3);
  });

  test('never reaches into another company', async () => {
    const stranger = await api.company('predict');
    const { lines } = await batch('lead-score', [{ leadId: 'L-1' }], stranger.ask);
    expect(lines).toMatchObject([{ line: 1, problem: { code: 'not_found' } }]);
  });

  test('needs the scope, the media type and a task that exists', async () => {
    const reviewer = await api.key(companyId, 'review');
    expect(await batch('nba', [], reviewer)).toMatchObject({ status: 403 });
    expect(await ask('POST', '/api/ml/nba/batch', { leadId: 'L-1' })).toMatchObject({ status: 415 });
    expect(await batch('weather', [{}])).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
  });

  test('ends at a line that is too long, after the answers to those before it', async () => {
    const { lines } = await batch('lead-score', [
      { leadId: 'L-1' },
      'x'.repeat(1_100_000),
      { leadId: 'L-2' },
    ]);
    expect(lines).toMatchObject([
      { line: 1, predictionId: expect.any(String) },
      { line: 2, problem: { code: 'payload_too_large' } },
    ]);
    expect(lines).toHaveLength(2);
  });

  test('is answered while it is still being sent', async () => {
    const { key } = await createKey(
      api.application.database,
      { companyId, name: 'stream', scopes: ['predict'] },
      api.clock.now(),
    );
    const sending = request(`${api.server.url}/api/ml/lead-score/batch`, {
      method: 'POST',
      headers: { ...ndjson, authorization: `Bearer ${key}` },
    });
    // More than are worked on at once: what follows these lines comes later.
    for (let n = 0; n < 8; n++) sending.write(`{"leadId":"L-${n}"}\n`);
    const [response] = await once(sending, 'response');
    const answers = createInterface({ input: response })[Symbol.asyncIterator]();
    expect(JSON.parse((await answers.next()).value)).toMatchObject({
      line: 1,
      predictionId: expect.any(String),
    });
    sending.end('{"leadId":"L-9"}');
    const rest: number[] = [];
    for (let next = await answers.next(); !next.done; next = await answers.next())
      rest.push(JSON.parse(next.value).line);
    expect(rest).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('is documented as lines', async () => {
    const { body } = await ask('GET', '/openapi.json');
    const operation = body.paths['/api/ml/{task}/batch'].post;
    expect(Object.keys(operation.requestBody.content)).toContain('application/x-ndjson');
    expect(Object.keys(operation.requestBody.content)).not.toContain('application/json');
    expect(Object.keys(operation.responses['200'].content)).toEqual(['application/x-ndjson']);
  });
});
