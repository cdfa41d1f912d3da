import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Ask, type TestApi, testApi } from '../../support/api.ts';

let api: TestApi;
let ask: Ask;
let companyId: string;

beforeAll(async () => {
  api = await testApi();
  ({ ask, companyId } = await api.company());
  await ask('POST', '/api/import/customers', {
    rows: [
      { externalId: 'C-1', givenName: 'Anna', familyName: 'Schmidt', phone: '030 1234567' },
      { externalId: 'C-2', givenName: 'Bert', familyName: 'Meier', email: 'bert@example.org' },
    ],
  });
});
afterAll(() => api.close());

const callOf = (externalId: string) => ({
  externalId,
  occurredAt: '2025-03-10T08:00:00Z',
  claims: { name: 'Anna Schmidt', phone: '030 1234567' },
});

describe('a correction', () => {
  test('stands against every later answer', async () => {
    const first = await ask('POST', '/api/ml/linking/resolve', { call: callOf('K-1') });
    expect(first.body.result).toMatchObject({ decision: 'link', customerExternalId: 'C-1', settledBy: null });
    const corrected = await ask('POST', '/api/feedback/corrections', {
      callExternalId: 'K-1',
      customerExternalId: 'C-2',
      reviewer: 'ruth',
      note: 'he called for his wife',
    });
    expect(corrected.status).toBe(201);
    expect(corrected.body.link).toMatchObject({ customerExternalId: 'C-2', source: 'correction' });
    const again = await ask('POST', '/api/ml/linking/resolve', { call: callOf('K-1') });
    expect(again.body).toMatchObject({
      result: { decision: 'link', customerExternalId: 'C-2', settledBy: 'correction' },
      confidence: 1,
      review: null,
    });
    expect((await ask('GET', '/api/calls/K-1/link')).body).toMatchObject({
      customerExternalId: 'C-2',
      source: 'correction',
      probability: null,
    });
  });

  test('to nobody unlinks the call', async () => {
    await ask('POST', '/api/ml/linking/resolve', { call: callOf('K-2') });
    const { body } = await ask('POST', '/api/feedback/corrections', {
      callExternalId: 'K-2',
      customerId: null,
      reviewer: 'ruth',
    });
    expect(body.link).toBeNull();
    expect((await ask('GET', '/api/calls/K-2/link')).body.customerId).toBeNull();
    const again = await ask('POST', '/api/ml/linking/resolve', { callId: 'K-2' });
    expect(again.body.result).toMatchObject({ decision: 'new_customer', customerId: null });
  });

  test('teaches who calls from a number at once', async () => {
    const number = '0171 555 0199';
    const unknown = { ...callOf('K-3'), claims: { phone: number } };
    const before = await ask('POST', '/api/ml/linking/resolve', { call: unknown });
    expect(before.body.result.decision).toBe('unlinked');
    await ask('POST', '/api/feedback/corrections', {
      callExternalId: 'K-3',
      customerExternalId: 'C-2',
      reviewer: 'ruth',
    });
    const { body } = await ask('POST', '/api/ml/linking/resolve', {
      call: { ...callOf('K-4'), claims: { phone: number } },
    });
    expect(body.result.candidates[0]).toMatchObject({ customerExternalId: 'C-2' });
  });

  test('names the call or customer it does not find', async () => {
    const said = { callExternalId: 'K-none', customerExternalId: 'C-1', reviewer: 'ruth' };
    expect((await ask('POST', '/api/feedback/corrections', said)).body).toMatchObject({
      code: 'not_found',
      errors: [{ path: '/callExternalId', received: 'K-none' }],
    });
    await ask('POST', '/api/ml/linking/resolve', { call: callOf('K-5') });
    const wrong = { callExternalId: 'K-5', customerExternalId: 'C-none', reviewer: 'ruth' };
    expect((await ask('POST', '/api/feedback/corrections', wrong)).body).toMatchObject({
      code: 'not_found',
      errors: [{ path: '/customerExternalId' }],
    });
  });
});

describe('events and outcomes', () => {
  test('are recorded, and updated by their external id', async () => {
    const lead = { externalId: 'L-1', source: 'web', value: 500, occurredAt: '2025-03-01T00:00:00Z' };
    const event = (row: object) => ask('POST', '/api/feedback/events', { entity: 'leads', row });
    expect((await event(lead)).body).toEqual({ status: 'imported' });
    expect((await event(lead)).body).toEqual({ status: 'unchanged' });
    expect((await event({ ...lead, value: 700 })).body).toEqual({ status: 'updated' });
    await ask('POST', '/api/feedback/events', {
      entity: 'interactions',
      row: { externalId: 'I-1', leadExternalId: 'L-1', action: 'call', occurredAt: '2025-03-02T00:00:00Z' },
    });
    const outcome = {
      externalId: 'O-1',
      subjectType: 'lead',
      subjectExternalId: 'L-1',
      interactionExternalId: 'I-1',
      kind: 'responded',
      occurredAt: '2025-03-03T00:00:00Z',
    };
    const first = await ask('POST', '/api/feedback/outcomes', outcome);
    const second = await ask('POST', '/api/feedback/outcomes', { ...outcome, kind: 'converted', value: 480 });
    expect(second.body.outcomeId).toBe(first.body.outcomeId);
    expect(await api.application.database.prisma.outcome.findMany({ where: { companyId } })).toMatchObject([
      { kind: 'converted', value: 480, recordedAt: api.clock.now() },
    ]);
  });

  test('that cannot be used say which field is wrong', async () => {
    const { status, body } = await ask('POST', '/api/feedback/events', {
      entity: 'transactions',
      row: { customerExternalId: 'C-1', amount: 'lots', occurredAt: '2025-03-01T00:00:00Z' },
    });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: '/row/amount', received: 'lots' }]);
  });

  test('come in bulk as NDJSON too, good lines beside broken ones', async () => {
    const lines = ['{"externalId":"C-7","familyName":"Kurz"}', '{broken', '{"familyName":"Ohne"}', ''];
    const { body } = await ask('POST', '/api/import/customers', lines.join('\n'), {
      'content-type': 'application/x-ndjson',
    });
    expect(body.imported).toBe(1);
    expect(body.rejected.map(({ line }: { line: number }) => line)).toEqual([2, 3]);
    expect((await ask('GET', '/api/customers/C-7')).body.displayName).toBe('Kurz');
  });
});

describe('looking customers up', () => {
  test.each([
    ['a part of the name', 'schm', 'C-1'],
    ['the number in another notation', '+49 30 1234567', 'C-1'],
    ['the e-mail', 'BERT@example.org', 'C-2'],
    ['the external id', 'C-2', 'C-2'],
  ])('finds them by %s', async (_name, q, externalId) => {
    const { body } = await ask('GET', `/api/customers?q=${encodeURIComponent(q)}`);
    expect(body.map((customer: { externalId: string }) => customer.externalId)).toEqual([externalId]);
  });

  test('takes wildcards literally', async () => {
    expect((await ask('GET', '/api/customers?q=%25')).body).toEqual([]);
    expect((await ask('GET', '/api/customers?q=_____')).body).toEqual([]);
  });
});
