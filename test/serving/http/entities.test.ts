import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestApi, testApi } from '../../support/api.ts';
import { linkerArtifact, register } from '../predict/registerModels.ts';

let api: TestApi;
let linker: Uint8Array;
beforeAll(async () => {
  api = await testApi();
  linker = await linkerArtifact({
    automatic: 0.01,
    rule: 'upper_bound',
    review: 0.01,
    newCustomer: 0.999,
    auditShare: 0,
  });
});
afterAll(() => api.close());

const anna = { externalId: 'K-1', givenName: 'Anna', familyName: 'Krzywonos', phone: '030 1234567' };
const bert = { externalId: 'K-2', givenName: 'Bert', familyName: 'Meier', phone: '0171 5550101' };
const ruth = { reviewer: 'ruth' };

/** So many that sharing a name or number with one of them says something. */
const others = Array.from({ length: 60 }, (_, at) => ({
  externalId: `O-${at}`,
  givenName: `Vera${'bcdfghklmn'[at % 10]}`,
  familyName: `Test${'aeiou'[at % 5]}${'bcdfghklmnprst'[at % 14]}mann`,
  phone: `0160 33${10_000 + 7 * at}`,
}));

/** A company with Anna, Bert and others, and a linker when asked for. */
async function company(champion?: 'linker') {
  const made = await api.company();
  const { ask } = made;
  await ask('POST', '/api/import/customers', { rows: [anna, bert, ...others] });
  if (champion) {
    await register(api.application.database, made.companyId, 'linking', linker);
    await ask('POST', '/api/models/linking/promote', { version: 1, reason: 'test' });
  }
  await ask('POST', '/api/ml/linking/re-resolve');
  return {
    ...made,
    resolve: async (externalId: string, claims: object) =>
      (
        await ask('POST', '/api/ml/linking/resolve', {
          call: { externalId, occurredAt: '2025-03-10T08:00:00Z', claims },
        })
      ).body,
    customer: async (id: string) => (await ask('GET', `/api/customers/${id}`)).body,
    owner: async (call: string) => (await ask('GET', `/api/calls/${call}/link`)).body,
    again: async () => (await ask('POST', '/api/ml/linking/re-resolve')).body,
    /** Lets a minute pass, and tells the time before. */
    later: () => {
      const now = api.clock.now();
      api.clock.set(new Date(now.getTime() + 60_000));
      return now.toISOString();
    },
  };
}

describe('merging', () => {
  test('leads to the survivor until it is undone, and the history tells both', async () => {
    const { ask, resolve, customer, owner, later } = await company();
    await resolve('C-1', { phone: bert.phone });
    const { id: annaId } = await customer('K-1');
    const { id: bertId } = await customer('K-2');
    const before = later();
    const merge = await ask('POST', '/api/customers/K-2/merge', { into: 'K-1', ...ruth });
    expect(merge.body).toMatchObject({ customerId: bertId, survivorId: annaId });
    expect(await customer('K-2')).toMatchObject({ status: 'merged', survivorId: annaId });
    expect(await owner('C-1')).toMatchObject({ customerId: annaId, customerExternalId: 'K-1' });
    // Bert's number finds Anna now.
    expect((await resolve('C-2', { phone: bert.phone })).result).toMatchObject({
      decision: 'link',
      customerId: annaId,
    });
    const during = later();
    await ask('POST', '/api/customers/K-2/unmerge', ruth);
    expect(await customer('K-2')).toMatchObject({ status: 'active', survivorId: bertId });
    expect(await owner('C-1')).toMatchObject({ customerId: bertId });

    const at = async (knownAt: string) =>
      (await ask('GET', `/api/customers/K-1/history?knownAt=${knownAt}`)).body;
    expect((await at(before)).members).toEqual([annaId]);
    expect(await at(during)).toMatchObject({
      members: [annaId, bertId],
      merges: [{ customerId: bertId, intoId: annaId, source: 'person', actor: 'ruth' }],
      links: [{ callExternalId: 'C-1' }, { callExternalId: 'C-2' }],
    });
    expect((await ask('GET', '/api/customers/K-2/history')).body).toMatchObject({
      status: 'active',
      members: [bertId],
    });
  });

  test('takes back automatic links that were made to the two as one, and no others', async () => {
    const { ask, resolve, customer, owner, again, later } = await company();
    await ask('POST', '/api/customers/K-2/merge', { into: 'K-1', ...ruth });
    await resolve('C-1', { phone: bert.phone });
    await resolve('C-2', { phone: bert.phone });
    await ask('POST', '/api/calls/C-2/link', { customerId: 'K-1', ...ruth });
    later();
    await ask('POST', '/api/customers/K-2/unmerge', ruth);
    expect(await again()).toMatchObject({ failed: 0, waiting: { customers: 0, calls: 0 } });
    expect((await owner('C-1')).customerId).toBe((await customer('K-2')).id);
    expect(await owner('C-2')).toMatchObject({ customerExternalId: 'K-1', source: 'correction' });
  });

  test('is done once under one key, and refused where it makes no sense', async () => {
    const { ask } = await company();
    const key = { 'Idempotency-Key': 'merge-1' };
    const first = await ask('POST', '/api/customers/K-2/merge', { into: 'K-1', ...ruth }, key);
    expect((await ask('POST', '/api/customers/K-2/merge', { into: 'K-1', ...ruth }, key)).body).toEqual(
      first.body,
    );
    await ask('POST', '/api/customers', { externalId: 'K-3' });
    const refused = [
      await ask('POST', '/api/customers/K-1/merge', { into: 'K-1', ...ruth }),
      await ask('POST', '/api/customers/K-2/merge', { into: 'K-3', ...ruth }),
      await ask('POST', '/api/customers/K-1/merge', { into: 'nobody', ...ruth }),
      await ask('POST', '/api/customers', { externalId: 'K-3' }),
    ];
    expect(refused.map(({ body }) => body.code)).toEqual([
      'invalid_input',
      'conflict',
      'not_found',
      'conflict',
    ]);
    const stranger = await api.company();
    expect((await stranger.ask('POST', '/api/customers/K-2/unmerge', ruth)).status).toBe(404);
    const reader = await api.key((await api.company()).companyId, 'predict');
    expect((await reader('POST', '/api/customers', {})).status).toBe(403);
  });
});

describe('a temporary customer', () => {
  test('is made at the start of a call, and merged when the call turns out to be somebody’s', async () => {
    const { ask, resolve, customer, owner, again, later } = await company('linker');
    await resolve('C-1', { phone: '0151 23456789' });
    const made = await ask('POST', '/api/customers', { temporary: true, callId: 'C-1' });
    expect(made).toMatchObject({ status: 201, body: { status: 'temporary', identifiers: [] } });
    const temporary = made.body.id;
    expect(await ask('POST', '/api/customers', { temporary: true, callId: 'C-1' })).toMatchObject({
      status: 200,
      body: { id: temporary },
    });
    expect(await owner('C-1')).toMatchObject({ customerId: temporary, source: 'provisional' });
    // Resolved again, the call is no evidence for itself.
    expect((await resolve('C-1', { phone: '0151 23456789' })).result.candidates).toEqual([]);
    expect(await owner('C-1')).toMatchObject({ customerId: temporary });

    later();
    await ask('POST', '/api/import/customers', { rows: [{ externalId: 'K-1', phone: '0151 23456789' }] });
    expect(await again()).toMatchObject({ linked: 1, failed: 0 });
    expect(await owner('C-1')).toMatchObject({ customerExternalId: 'K-1', source: 'model' });
    const { id: annaId } = await customer('K-1');
    expect(await customer(temporary)).toMatchObject({ status: 'merged', survivorId: annaId });

    const { steps } = (await ask('GET', '/api/customers/K-1/how')).body;
    expect(steps.map(({ text }: { text: string }) => text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Anna Krzywonos \(K-1\) has the phone number “0151 23456789”/),
        expect.stringMatching(
          /^Call C-1 was linked to Anna Krzywonos \(K-1\) by model version 1 at [\d.]+ %/,
        ),
        expect.stringMatching(
          /^customer [0-9a-f-]+ was merged into Anna Krzywonos \(K-1\) by model version 1/,
        ),
      ]),
    );
    // A person says that it is somebody else: the call goes with them, and stays.
    await ask('POST', `/api/customers/${temporary}/unmerge`, ruth);
    expect(await owner('C-1')).toMatchObject({ customerId: temporary, source: 'correction' });
    await again();
    expect(await owner('C-1')).toMatchObject({ customerId: temporary, source: 'correction' });
  });

  test('stays when it is promoted', async () => {
    const { ask, resolve, owner, again } = await company('linker');
    await resolve('C-1', { phone: '0151 23456789' });
    const { id } = (await ask('POST', '/api/customers', { temporary: true, callId: 'C-1' })).body;
    // Who calls again from that number is known by it.
    const { result } = await resolve('C-2', { phone: '0151 23456789' });
    expect(result).toMatchObject({ decision: 'link', customerId: id });
    const promoted = await ask('POST', `/api/customers/${id}/promote`, { externalId: 'K-9', ...ruth });
    expect(promoted.body).toMatchObject({ status: 'active', externalId: 'K-9' });
    await ask('POST', '/api/import/customers', { rows: [{ externalId: 'K-1', phone: '0151 23456789' }] });
    await again();
    expect(await ask('GET', '/api/customers/K-9')).toMatchObject({ body: { status: 'active' } });
    expect((await owner('C-1')).source).not.toBe('provisional');
  });
});

describe('new evidence', () => {
  test('resolves older open calls again, and only those it concerns', async () => {
    const { ask, companyId, resolve, owner, again, later } = await company('linker');
    await resolve('C-1', { name: 'Otto Schickedanz' });
    await resolve('C-2', { name: 'Ida Wolkenstein' });
    expect((await owner('C-1')).customerId).toBeNull();
    later();
    await ask('POST', '/api/customers', {
      externalId: 'K-3',
      claims: { givenName: 'Otto', familyName: 'Schickedanz' },
    });
    const done = await again();
    expect(done).toMatchObject({ customers: 1, calls: 1, linked: 1 });
    expect(await owner('C-1')).toMatchObject({ customerExternalId: 'K-3', source: 'model' });
    const { prisma } = api.application.database;
    expect(await prisma.prediction.count({ where: { companyId, task: 'linking' } })).toBe(3);
    expect(await again()).toMatchObject({ customers: 0, calls: 0 });
  });

  test('also finds imported calls nobody has resolved, and not those their source has linked since', async () => {
    const { ask, owner, again, later } = await company('linker');
    const call = (externalId: string, name: string, customerExternalId?: string) => ({
      externalId,
      occurredAt: '2025-03-01T08:00:00Z',
      name,
      customerExternalId,
    });
    const importCalls = (rows: object[]) => ask('POST', '/api/import/calls', { rows });
    await importCalls([call('I-1', 'Otto Schickedanz'), call('I-2', 'Ida Wolkenstein')]);
    await importCalls([call('I-2', 'Ida Wolkenstein', 'K-2')]);
    await again();
    later();
    for (const [externalId, givenName, familyName] of [
      ['K-3', 'Otto', 'Schickedanz'],
      ['K-4', 'Ida', 'Wolkenstein'],
    ])
      await ask('POST', '/api/customers', { externalId, claims: { givenName, familyName } });
    expect(await again()).toMatchObject({ customers: 2, calls: 1, linked: 1 });
    expect(await owner('I-1')).toMatchObject({ customerExternalId: 'K-3', source: 'model' });
    expect(await owner('I-2')).toMatchObject({ customerExternalId: 'K-2', source: 'import' });
  });

  test('that contradicts a person asks people, and changes nothing', async () => {
    const { ask, resolve, owner, again, later } = await company('linker');
    await resolve('C-1', { name: 'Otto Schickedanz' });
    await ask('POST', '/api/calls/C-1/unlink', { ...ruth, note: 'never heard of' });
    later();
    await ask('POST', '/api/customers', {
      externalId: 'K-3',
      claims: { givenName: 'Otto', familyName: 'Schickedanz' },
    });
    expect(await again()).toMatchObject({ calls: 1, linked: 0, reviews: 1 });
    expect((await owner('C-1')).customerId).toBeNull();
    const { body: task } = await ask('GET', '/api/reviews/next?reviewer=max');
    expect(task).toMatchObject({ reason: 'conflict', call: { externalId: 'C-1' } });
    // The question is not asked again about what was known when it was answered.
    await ask('POST', `/api/reviews/${task.id}/decision`, { reviewer: 'max', verdict: 'new_customer' });
    await ask('POST', '/api/import/customers', { rows: [{ ...anna, email: 'anna@krzywonos.de' }] });
    expect(await again()).toMatchObject({ reviews: 0 });
  });

  test('demotes a number that many unrelated customers have, and restores it', async () => {
    const { ask, resolve, customer, again, later } = await company();
    const switchboard = '0151 70000001';
    const staff = ['Adler', 'Brandt', 'Conrad', 'Dietz', 'Ebert'].map((familyName, at) => ({
      externalId: `S-${at}`,
      givenName: 'Eva',
      familyName,
      phone: switchboard,
    }));
    const exact = async (call: string) =>
      (await ask('GET', `/api/ml/linking/explain?callId=${call}&customerId=S-0`)).body.asked.weights.find(
        ({ field }: { field: string }) => field === 'phone',
      ).level;
    await ask('POST', '/api/import/customers', { rows: staff.slice(0, 4) });
    await again();
    await resolve('C-1', { phone: switchboard });
    expect(await exact('C-1')).toBe('exact');
    const before = later();
    await ask('POST', '/api/import/customers', { rows: staff.slice(4) });
    await again();
    expect(await exact('C-1')).toBe('missing');
    const shared = async (knownAt: string) =>
      (await ask('GET', `/api/customers/S-0/history?knownAt=${knownAt}`)).body.identifiers
        .filter(({ kind }: { kind: string }) => kind === 'phone')
        .map(({ shared: is }: { shared: boolean }) => is);
    const during = later();
    expect([await shared(before), await shared(during)]).toEqual([[false], [true]]);
    // Duplicates of one person are one carrier.
    const { id } = await customer('S-0');
    for (const other of ['S-1', 'S-2'])
      await ask('POST', `/api/customers/${other}/merge`, { into: id, ...ruth });
    await again();
    expect(await exact('C-1')).toBe('exact');
    expect(await shared(during)).toEqual([true]);
  });
});

describe('explaining a link', () => {
  test('adds up, names what decides, and says what a person has settled', async () => {
    const { ask, resolve, customer } = await company('linker');
    await resolve('C-1', { name: 'Anna Krzywonos', phone: anna.phone });
    const { body: why } = await ask('GET', '/api/ml/linking/explain?callId=C-1');
    expect(why).toMatchObject({ question: 'why', model: { version: 1 }, settledBy: null, chosen: null });
    const sum = why.asked.weights.reduce(
      (total: number, { bits }: { bits: number }) => total + bits,
      why.asked.priorBits,
    );
    expect(sum).toBe(why.asked.totalBits);

    await ask('POST', '/api/calls/C-1/link', { customerExternalId: 'K-2', ...ruth });
    const { body: whyNot } = await ask('GET', '/api/ml/linking/explain?callId=C-1&customerId=K-2');
    expect(whyNot).toMatchObject({
      question: 'why_not',
      settledBy: 'correction',
      linkedTo: (await customer('K-2')).id,
      chosen: { customer: 'Anna Krzywonos (K-1)' },
      decisive: { kind: 'contradicts' },
    });
    expect(whyNot.text[0]).toBe(
      "A person has said that the call is Bert Meier (K-2)'s, and no model changes that; this is what the model alone would say.",
    );
  });

  test('without a model, and of a call that left nothing', async () => {
    const { ask, resolve } = await company();
    await resolve('C-1', {});
    expect(await ask('GET', '/api/ml/linking/explain?callId=C-1')).toMatchObject({
      status: 422,
      body: { code: 'not_enough_data' },
    });
    const { body } = await ask('GET', '/api/ml/linking/explain?callId=C-1&customerId=K-1');
    expect(body).toMatchObject({
      model: { role: 'fallback', version: null },
      rank: null,
      automaticFrom: null,
    });
    expect(body.decisive).toMatchObject({ kind: 'missing', silent: 'call' });
  });
});
