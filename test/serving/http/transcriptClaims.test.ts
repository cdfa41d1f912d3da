import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestApi, testApi } from '../../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const transcript = 'Bot: Ihr Name bitte?\nAnrufer: Anna Schmidt. Meine Nummer ist null drei null, 1234567.';
const extracted = { name: 'Anna Schmidt', phone: '+49301234567' };

describe('a call that says who calls in its transcript only', () => {
  test('is linked by what was said, which is noted as extracted', async () => {
    const { ask, companyId } = await api.company();
    const customer = { externalId: 'C-1', givenName: 'Anna', familyName: 'Schmidt', phone: '030 1234567' };
    await ask('POST', '/api/import/customers', { rows: [customer] });
    const call = { externalId: 'K-1', occurredAt: '2025-03-10T08:00:00Z', transcript };
    const answer = await ask('POST', '/api/ml/linking/resolve', { call });
    expect(answer.body.result).toMatchObject({ decision: 'link', customerExternalId: 'C-1' });
    const [stored] = await api.application.database.prisma.call.findMany({ where: { companyId } });
    expect(stored?.claims).toEqual(extracted);
    expect(stored?.attributes).toMatchObject({
      extractedClaims: {
        name: { confidence: expect.any(Number) },
        phone: { confidence: expect.any(Number) },
      },
    });
  });

  test('is completed by later claims, which win', async () => {
    const { ask, companyId } = await api.company();
    const call = { externalId: 'K-1', occurredAt: '2025-03-10T08:00:00Z', transcript };
    await ask('POST', '/api/ml/linking/resolve', { call });
    await ask('POST', '/api/ml/linking/resolve', { call: { ...call, claims: { name: 'Anna Schmitt' } } });
    const [stored] = await api.application.database.prisma.call.findMany({ where: { companyId } });
    expect(stored?.claims).toEqual({ ...extracted, name: 'Anna Schmitt' });
  });

  test('is imported with what was said', async () => {
    const { ask, companyId } = await api.company();
    const rows = [{ externalId: 'K-1', occurredAt: '2025-03-10T08:00:00Z', transcript }];
    await ask('POST', '/api/import/calls', { rows });
    expect((await ask('POST', '/api/import/calls', { rows })).body.unchanged).toBe(1);
    const [stored] = await api.application.database.prisma.call.findMany({ where: { companyId } });
    expect(stored?.claims).toEqual(extracted);
  });
});
