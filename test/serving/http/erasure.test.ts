import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSnapshot, writeSnapshot } from '../../../features/datasetSnapshot.ts';
import { eraseRows } from '../../../feedback/erasure/eraseRows.ts';
import { personOf } from '../../../feedback/erasure/personOf.ts';
import { subjectHash } from '../../../feedback/erasure/subjectHash.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { insertDataset } from '../../../prisma/repositories/datasets.ts';
import { textsOf } from '../../../prisma/repositories/erasedPerson.ts';
import { type ErasureStep, erasureSteps } from '../../../prisma/repositories/erasureSteps.ts';
import { transaction } from '../../../prisma/transaction.ts';
import { finishErasures } from '../../../training/datasets/finishErasure.ts';
import { type Ask, type TestApi, testApi } from '../../support/api.ts';

let api: TestApi;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'linkloop-erasure-'));
  api = await testApi({ LINKLOOP_DATA: directory });
});
afterAll(async () => {
  await api.close();
  await rm(directory, { recursive: true, force: true });
});

const t = new Date('2025-03-01T09:00:00Z');
const times = { occurredAt: t, recordedAt: t };
const names = ['anna', 'krzywonos', 'weidengasse', '01719998877', '+491719998877', 'annak@example.org'];

/** Tables that hold nothing of a person, by what they are for. */
const impersonal = new Set([
  'company',
  'api_key',
  'import_run',
  'dataset_snapshot',
  'training_run',
  'model_version',
  'alias_ledger',
  'experiment',
]);

interface Populated {
  readonly companyId: string;
  readonly ask: Ask;
  /** Texts that only Anna's data hold. */
  readonly needles: readonly string[];
  readonly anna: string;
  /** Merged into Anna. */
  readonly double: string;
  /** Ids of Bert's rows, which are to stay. */
  readonly bert: Readonly<Record<string, string>>;
  readonly datasetPath: string;
}

/** A company in which every table that may hold something of Anna does, and Bert's rows name her where they can. */
async function populate(): Promise<Populated> {
  const { companyId, ask } = await api.company();
  const { prisma, pool } = api.application.database;
  const data = <T extends object>(more: T) => ({ companyId, ...times, ...more });
  const customer = (externalId: string, more: object = {}) =>
    prisma.customer.create({ data: data({ externalId, ...more }) });
  const anna = await customer('X-ANNA', { displayName: 'Anna Krzywonos' });
  const double = await customer('X-DOUBLE', { status: 'merged', mergedIntoId: anna.id });
  const caller = await customer('X-CALLER', { status: 'merged', mergedIntoId: double.id, provisional: true });
  const bert = await customer('X-BERT', { displayName: 'Bert Meier' });
  const carl = await customer('X-CARL', { displayName: 'Carl Meier' });
  const identifier = (
    customerId: string,
    kind: 'name' | 'phone' | 'email' | 'address',
    normalized: string,
    value = normalized,
  ) => prisma.customerIdentifier.create({ data: data({ customerId, kind, normalized, value }) });
  await identifier(anna.id, 'name', 'anna krzywonos', 'Anna Krzywonos');
  await identifier(anna.id, 'phone', '+491719998877', '0171 9998877');
  await identifier(double.id, 'email', 'annak@example.org');
  await identifier(double.id, 'address', 'weidengasse 5');
  for (const one of [anna.id, bert.id]) await identifier(one, 'phone', '+4930111', '030 111');
  for (const normalized of ['+491719998877', '+4930111'])
    await prisma.sharedIdentifier.create({
      data: { companyId, kind: 'phone', normalized, customers: 5, familyNames: 3, recordedAt: t },
    });
  await prisma.evidenceChange.create({ data: { companyId, customerId: anna.id, recordedAt: t } });

  const call = (externalId: string, claims: object) =>
    prisma.call.create({ data: data({ externalId, claims, transcript: JSON.stringify(claims) }) });
  const hers = await call('CALL-ANNA', { name: 'Anna Krzywonos', phone: '01719998877' });
  // Nobody has linked it, but nobody else can have made it.
  const open = await call('CALL-OPEN', { email: 'AnnaK@example.org' });
  const old = await call('CALL-OLD', { phone: '+49 (0)171 999 88 77' });
  // From a number that Bert has as well.
  const anybodys = await call('CALL-ANYBODY', { phone: '030 111' });
  const his = await call('CALL-BERT', { name: 'Bert Meier' });
  for (const [callId, key] of [
    [open.id, 'email:annak@example.org'],
    [his.id, 'phone:+4930111'],
  ] as const)
    await prisma.openCallKey.create({ data: { companyId, callId, key } });
  await prisma.resolutionRequest.create({
    data: { companyId, callId: open.id, reason: 'evidence', recordedAt: t },
  });
  for (const callId of [hers.id, his.id])
    await prisma.callEmbedding.create({
      data: { companyId, callId, kind: 'voice', direction: [0.6, 0.8], recordedAt: t },
    });

  const correction = (callId: string, more: object) =>
    prisma.linkCorrection.create({ data: data({ callId, reviewer: 'ruth', ...more }) });
  const toAnna = await correction(hers.id, { toCustomerId: anna.id, note: 'Anna Krzywonos' });
  const wrong = await correction(his.id, { toCustomerId: anna.id, note: 'Anna', undoneAt: t });
  const right = await correction(his.id, {
    fromCustomerId: anna.id,
    toCustomerId: bert.id,
    note: 'not Anna Krzywonos',
  });
  const link = (callId: string, customerId: string, more: object = {}) =>
    prisma.identityLink.create({ data: data({ callId, customerId, source: 'correction', ...more }) });
  await link(hers.id, anna.id, { correctionId: toAnna.id });
  await link(his.id, anna.id, { retractedAt: t, correctionId: wrong.id });
  const hisLink = await link(his.id, bert.id, { correctionId: wrong.id });

  const merge = (customerId: string, intoId: string, more: object = {}) =>
    prisma.customerMerge.create({
      data: data({ customerId, intoId, source: 'person', actor: 'ruth', note: 'Anna', ...more }),
    });
  await merge(double.id, anna.id);
  await merge(caller.id, double.id);
  const others = await merge(carl.id, bert.id, { note: null, retractedAt: t, correctionId: toAnna.id });

  const lead = await prisma.lead.create({ data: data({ externalId: 'LEAD-ANNA', customerId: double.id }) });
  const hisLead = await prisma.lead.create({ data: data({ externalId: 'LEAD-BERT', customerId: anna.id }) });
  await prisma.leadVersion.create({
    data: { companyId, leadId: hisLead.id, customerId: bert.id, recordedAt: new Date(t.getTime() + 1) },
  });
  // Nobody's now, it was Bert's last.
  await prisma.lead.update({ where: { id: hisLead.id }, data: { customerId: null } });
  const appointment = (more: object) =>
    prisma.appointment.create({ data: data({ scheduledAt: t, ...more }) });
  await appointment({ customerId: anna.id, leadId: lead.id, callId: hers.id });
  const hisAppointment = await appointment({ customerId: bert.id, leadId: lead.id, callId: hers.id });
  await prisma.appointmentVersion.create({
    data: {
      companyId,
      appointmentId: hisAppointment.id,
      customerId: anna.id,
      status: 'booked',
      scheduledAt: t,
      recordedAt: new Date(t.getTime() + 1),
    },
  });
  const interaction = (more: object) =>
    prisma.interaction.create({ data: data({ action: 'call', ...more }) });
  const told = await interaction({ customerId: anna.id, leadId: lead.id, attributes: { said: 'Anna' } });
  const toBert = await interaction({ customerId: bert.id, leadId: lead.id });
  await prisma.transaction.create({ data: data({ customerId: anna.id, amount: 77, product: 'for Anna' }) });
  const hisTransaction = await prisma.transaction.create({ data: data({ customerId: bert.id, amount: 78 }) });
  const outcome = (subjectType: 'customer' | 'lead' | 'call', subjectId: string, more: object = {}) =>
    prisma.outcome.create({ data: data({ subjectType, subjectId, kind: 'responded', ...more }) });
  for (const [type, id] of [
    ['customer', anna.id],
    ['lead', lead.id],
    ['call', hers.id],
  ] as const)
    await outcome(type, id);
  const hisOutcome = await outcome('customer', bert.id, { interactionId: told.id });
  await prisma.attributeSnapshot.create({
    data: data({
      subjectType: 'customer' as const,
      subjectId: caller.id,
      attributes: { street: 'Weidengasse' },
      source: 'register',
      hash: 'h',
    }),
  });

  const run = await prisma.trainingRun.create({
    data: { companyId, task: 'churn', trigger: 'cli', status: 'succeeded', recordedAt: t },
  });
  const version = await prisma.modelVersion.create({
    data: {
      companyId,
      task: 'churn',
      version: 3,
      trainingRunId: run.id,
      artifact: new Uint8Array(),
      checksum: '',
      report: {},
      recordedAt: t,
    },
  });
  const experiment = await prisma.experiment.create({
    data: { companyId, task: 'churn', challengerVersionId: version.id, salt: 's', startedAt: t },
  });
  const scoring = await prisma.scoringRun.create({
    data: {
      companyId,
      task: 'churn',
      trigger: 'cli',
      status: 'succeeded',
      recordedAt: t,
      finishedAt: t,
      lastSubjectId: anna.id,
      error: `no ${lead.id}`,
    },
  });
  const predict = (
    task: 'churn' | 'linking' | 'nba',
    subjectType: 'customer' | 'lead' | 'call',
    subjectId: string,
    more: object,
  ) =>
    prisma.prediction.create({
      data: {
        companyId,
        task,
        subjectType,
        subjectId,
        role: 'fallback',
        features: {},
        featuresHash: '',
        result: {},
        confidence: 0.5,
        asOf: t,
        recordedAt: t,
        ...more,
      },
    });
  const score = await predict('churn', 'customer', anna.id, {
    scoringRunId: scoring.id,
    features: { name: 'Anna' },
  });
  await predict('nba', 'lead', lead.id, {});
  await predict('linking', 'call', hers.id, {
    result: { reasons: [{ text: 'the name is Anna Krzywonos' }] },
  });
  await prisma.exposure.create({
    data: {
      companyId,
      experimentId: experiment.id,
      unitId: anna.id,
      arm: 'champion',
      predictionId: score.id,
      recordedAt: t,
    },
  });
  const candidate = (id: string, externalId: string, displayName: string) => ({
    customerId: id,
    customerExternalId: externalId,
    displayName,
    probability: 0.5,
    reasons: [{ text: displayName }],
  });
  const candidates = [
    candidate(anna.id, 'X-ANNA', 'Anna Krzywonos'),
    candidate(bert.id, 'X-BERT', 'Bert Meier'),
  ];
  const { customerId: _, ...wanted } = candidates[0]!;
  const hisPrediction = await predict('linking', 'call', his.id, {
    features: {
      candidates: [
        { customerId: anna.id, name: 1 },
        { customerId: bert.id, twinOf: anna.id },
      ],
    },
    result: {
      ...wanted,
      customerId: anna.id,
      decision: 'link',
      candidates,
      shadow: { result: { customerId: double.id } },
    },
  });
  const task = (callId: string) =>
    prisma.reviewTask.create({
      data: data({ callId, predictionId: hisPrediction.id, candidates, priority: 1, reason: 'uncertain' }),
    });
  const question = await task(hers.id);
  const hisQuestion = await task(his.id);
  for (const [taskId, customerId, correctionId] of [
    [question.id, bert.id, null],
    [hisQuestion.id, anna.id, wrong.id],
  ] as const)
    await prisma.reviewDecision.create({
      data: { companyId, taskId, reviewer: 'ruth', verdict: 'link', customerId, correctionId, recordedAt: t },
    });

  await prisma.auditLog.createMany({
    data: [
      {
        companyId,
        actor: 'ruth',
        action: 'customer.merge',
        subject: double.id,
        detail: { intoId: anna.id },
        recordedAt: t,
      },
      {
        companyId,
        actor: 'ruth',
        action: 'link.correct',
        subject: right.id,
        detail: { callId: his.id, fromCustomerId: anna.id },
        recordedAt: t,
      },
      { companyId, actor: 'ruth', action: 'policy.set', subject: 'nba', detail: { after: 1 }, recordedAt: t },
    ],
  });
  await prisma.outbox.create({
    data: { companyId, topic: 'customer.changed', subject: anna.id, recordedAt: t },
  });
  for (const [key, body] of [
    ['key 1', { id: anna.id, displayName: 'Anna Krzywonos' }],
    ['key 2', { rejects: [{ value: '0171 9998877', name: 'Anna' }] }],
    ['key 3', { id: bert.id }],
  ] as const)
    await prisma.idempotencyKey.create({
      data: { companyId, key, requestHash: '', status: 200, body, recordedAt: t },
    });

  const row = (subjectId: string, context: Record<string, string> = {}) => ({
    subjectId,
    asOf: t,
    label: 0,
    weight: 1,
    features: { count: 1 },
    context,
  });
  const rows = [
    row(anna.id),
    row(bert.id),
    row(his.id, { customerId: double.id }),
    row(his.id, { customerId: bert.id }),
  ];
  const { path, hash, manifest } = await writeSnapshot({
    directory,
    task: 'churn',
    companyId,
    rows,
    definitionHash: 'd',
  });
  const dataset = await insertDataset(pool, {
    companyId,
    task: 'churn',
    path,
    hash,
    manifest,
    definitionHash: 'd',
    rowCount: 4,
    asOfFrom: t,
    asOfTo: t,
    recordedAt: t,
  });
  await prisma.trainingRun.update({ where: { id: run.id }, data: { datasetId: dataset.id } });
  // What a rebuild has left, which nobody registered, and what a killed process has.
  await writeSnapshot({
    directory,
    task: 'churn',
    companyId,
    rows: [row(lead.id), row(bert.id)],
    definitionHash: 'd',
  });

  return {
    companyId,
    ask,
    anna: anna.id,
    double: double.id,
    datasetPath: path,
    needles: [
      ...names,
      ...['X-ANNA', 'X-DOUBLE', 'X-CALLER', 'CALL-ANNA', 'CALL-OPEN', 'CALL-OLD', 'LEAD-ANNA'].map((id) =>
        id.toLowerCase(),
      ),
      ...[anna, double, caller, hers, open, old, lead].map(({ id }) => id),
    ],
    bert: {
      customer: bert.id,
      call: anybodys.id,
      identity_link: hisLink.id,
      link_correction: right.id,
      customer_merge: others.id,
      lead: hisLead.id,
      appointment: hisAppointment.id,
      interaction: toBert.id,
      transaction: hisTransaction.id,
      outcome: hisOutcome.id,
      prediction: hisPrediction.id,
      review_task: hisQuestion.id,
    },
  };
}

/** Every row of a company in every table of the database, as text. */
async function everyRow(client: Queryable, companyId: string): Promise<Map<string, string[]>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables t
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> '_prisma_migrations' order by 1`,
  );
  const texts = tables.map(
    ({ name }) =>
      `select '${name}' as name, coalesce(array_agg(lower(r::text)), '{}') as rows from "${name}" r
       where ${name === 'company' ? 'id' : 'company_id'} = $1`,
  );
  const { rows } = await client.query<{ name: string; rows: string[] }>(texts.join(' union all '), [
    companyId,
  ]);
  return new Map(rows.map(({ name, rows }) => [name, rows]));
}

async function tablesHolding(
  client: Queryable,
  companyId: string,
  needles: readonly string[],
): Promise<string[]> {
  const found = await everyRow(client, companyId);
  return [...found].flatMap(([name, rows]) =>
    rows.some((row) => needles.some((needle) => row.includes(needle))) ? [name] : [],
  );
}

/** What of the needles any snapshot of the company holds. */
async function inSnapshots(companyId: string, needles: readonly string[]): Promise<string[]> {
  const folder = join('datasets', companyId, 'churn');
  const texts = await Promise.all(
    (await readdir(join(directory, folder))).map(async (hash) => {
      const { rows } = await readSnapshot(directory, join(folder, hash));
      return JSON.stringify(rows) + (await readFile(join(directory, folder, hash, 'manifest.json'), 'utf8'));
    }),
  );
  return needles.filter((needle) => texts.join('').toLowerCase().includes(needle));
}

const finish = () => finishErasures(api.application.database, { directory, now: api.clock.now(), after: 0 });

describe('erasing a person', () => {
  let one: Populated;
  let other: Populated;
  beforeAll(async () => {
    one = await populate();
    other = await populate();
  });

  test('begins where every table that may hold something of a person does', async () => {
    const holding = await tablesHolding(api.application.database.pool, one.companyId, one.needles);
    const all = [...(await everyRow(api.application.database.pool, one.companyId)).keys()];
    // The list of erasures and their receipts is filled by erasing.
    const expected = all.filter((name) => !impersonal.has(name) && !name.startsWith('erasure'));
    expect(holding).toEqual(expected);
  });

  test('needs each of its steps', async () => {
    const { database } = api.application;
    const now = api.clock.now();
    const { rows } = await database.pool.query<{ name: string }>(
      `select distinct conrelid::regclass::text as name from pg_constraint where confdeltype = 'c'`,
    );
    const goesWithItsParent = new Set(rows.map(({ name }) => name));
    const company = { id: one.companyId, region: 'DE' };
    const left = (step: ErasureStep | null) =>
      transaction(database, async (client) => {
        const person = await personOf(client, company, one.anna);
        const texts = await textsOf(client, person);
        const steps = erasureSteps.filter((kept) => kept !== step);
        await eraseRows(client, person, texts, now, steps);
        throw Object.assign(new Error(), {
          holding: await tablesHolding(client, one.companyId, one.needles),
        });
      }).catch((error: Error & { holding?: string[]; code?: string }) => {
        // The database itself refuses to leave a row that points at one that has gone.
        if (error.holding === undefined && !error.code?.startsWith('23')) throw error;
        return error.holding ?? ['refused'];
      });
    const notices = await left(null);
    expect(notices).toEqual(['history_change', 'outbox']);
    const needless: string[] = [];
    for (const step of erasureSteps) {
      if (String(await left(step)) === String(notices)) needless.push(`${step.table} ${step.effect}`);
    }
    // Rows that the database deletes with those they hang on are deleted by name to be counted.
    expect(needless.filter((name) => !goesWithItsParent.has(name.split(' ')[0]!))).toEqual([]);
  });

  test('leaves nothing of them but a receipt, and nobody else the poorer', async () => {
    const { pool } = api.application.database;
    const before = await everyRow(pool, other.companyId);
    const key = { 'Idempotency-Key': 'erase' };
    const first = await one.ask('DELETE', '/api/customers/X-DOUBLE', undefined, key);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      customers: 3,
      finishedAt: null,
      deleted: {
        call: 3,
        lead: 1,
        transaction: 1,
        outcome: 3,
        prediction: 3,
        customer: 3,
        shared_identifier: 1,
      },
      redacted: { prediction: 1, review_task: 1, idempotency_key: 2, link_correction: 1 },
    });
    // Only notices of the change and the list of what is to be done name them until it is done.
    expect(await tablesHolding(pool, one.companyId, one.needles)).toEqual([
      'erasure',
      'history_change',
      'outbox',
    ]);
    expect((await one.ask('DELETE', '/api/customers/X-DOUBLE', undefined, key)).body).toEqual(first.body);

    expect(await finish()).toBe(1);
    expect(await tablesHolding(pool, one.companyId, one.needles)).toEqual([]);
    expect(await inSnapshots(one.companyId, one.needles)).toEqual([]);
    await expect(access(join(directory, one.datasetPath))).rejects.toThrow();
    for (const [table, id] of Object.entries(one.bert))
      expect((await pool.query(`select 1 from "${table}" where id = $1`, [id])).rowCount).toBe(1);
    const { prisma } = api.application.database;
    const prediction = await prisma.prediction.findUniqueOrThrow({ where: { id: one.bert.prediction! } });
    expect(prediction.result).toMatchObject({
      decision: 'link',
      customerId: null,
      reasons: [],
      candidates: [{ displayName: 'Bert Meier' }],
    });
    expect(await prisma.callEmbedding.findMany({ where: { companyId: one.companyId } })).toMatchObject([
      { direction: [] },
    ]);

    // By whichever id they were known.
    for (const id of ['X-ANNA', one.anna]) {
      const { body } = await one.ask('DELETE', `/api/customers/${id}`);
      expect(body).toMatchObject({
        receiptId: first.body.receiptId,
        finishedAt: api.clock.now().toISOString(),
        models: [{ task: 'churn', version: 3 }],
        datasetsElsewhere: [],
      });
      expect(body.datasets).toContainEqual(expect.objectContaining({ id: expect.any(String), rows: 2 }));
      expect(body.datasets).toContainEqual(expect.objectContaining({ id: null, rows: 1, now: null }));
    }
    const audit = await prisma.auditLog.findMany({
      where: { companyId: one.companyId, action: 'customer.erase' },
    });
    expect(audit.map(({ subject }) => subject)).toEqual([subjectHash(one.companyId, one.double)]);
    // Another company's Anna is somebody else.
    expect(await everyRow(pool, other.companyId)).toEqual(before);
    expect(await inSnapshots(other.companyId, [other.anna])).toEqual([other.anna]);
  });

  test('is heard of by every index in memory, and is not undone by a request that is repeated', async () => {
    const { companyId, ask } = await api.company();
    const name = { givenName: 'Dora', familyName: 'Quist' };
    const add = (externalId: string, claims: object, key: string) =>
      ask('POST', '/api/customers', { externalId, claims }, { 'Idempotency-Key': key });
    await add('D-1', { ...name, phone: '0171 4440001' }, 'one');
    await add('D-2', { ...name, phone: '0171 4440002' }, 'two');
    const candidates = async (externalId: string) => {
      const call = { externalId, occurredAt: t.toISOString(), claims: { ...name, phone: '0171 4440003' } };
      const { body } = await ask('POST', '/api/ml/linking/resolve', { call });
      return body.result.candidates.map((one: { customerExternalId: string }) => one.customerExternalId);
    };
    expect((await candidates('call 1')).sort()).toEqual(['D-1', 'D-2']);
    await ask('POST', '/api/calls/call%201/link', { customerExternalId: 'D-1', reviewer: 'ruth' });
    const state = await api.application.identities.get((await api.application.companies(companyId))!);
    const counted = state.customerCount;
    expect((await ask('DELETE', '/api/customers/D-1')).body).toMatchObject({
      customers: 1,
      deleted: { call: 1 },
    });
    expect(await candidates('call 2')).toEqual(['D-2']);
    expect(state.customerCount).toBe(counted - 1);
    expect((await add('D-1', { ...name, phone: '0171 4440001' }, 'one')).status).toBe(404);
    expect((await ask('GET', '/api/customers/D-1')).status).toBe(404);
    // Delivered again by a source that has not erased them, they are somebody new, and may be erased again.
    await add('D-1', name, 'three');
    expect((await ask('DELETE', '/api/customers/D-1')).body).toMatchObject({ deleted: { customer: 1 } });
    expect((await ask('DELETE', '/api/customers/D-9')).status).toBe(404);
    // Two at once are one.
    const both = await Promise.all([1, 2].map(() => ask('DELETE', '/api/customers/D-2')));
    expect(new Set(both.map(({ status, body }) => `${status} ${body.receiptId}`)).size).toBe(1);
    expect(both[0]!.body).toMatchObject({ customers: 1, deleted: { call: 1 } });
  });

  test('waits for a training that may have read them, and takes up what was only asked for before', async () => {
    await finish();
    const { companyId, ask } = await api.company();
    const { prisma } = api.application.database;
    const run = await prisma.trainingRun.create({
      data: { companyId, task: 'churn', trigger: 'cli', status: 'running', recordedAt: t },
    });
    for (const externalId of ['E-1', 'E-2']) await ask('POST', '/api/customers', { externalId });
    const asked = await prisma.customer.findFirstOrThrow({ where: { companyId, externalId: 'E-1' } });
    await prisma.erasure.create({
      data: { companyId, subjectType: 'customer', subjectId: asked.id, actor: 'before', recordedAt: t },
    });
    await ask('DELETE', '/api/customers/E-2');
    expect(await finish()).toBe(0);
    expect((await ask('GET', '/api/customers/E-1')).status).toBe(404);
    expect(await prisma.erasure.count({ where: { companyId } })).toBe(2);
    await prisma.trainingRun.update({ where: { id: run.id }, data: { status: 'succeeded' } });
    expect(await finish()).toBe(2);
    expect(await prisma.erasure.count({ where: { companyId } })).toBe(0);
    expect((await ask('DELETE', '/api/customers/E-1')).body).toMatchObject({ actor: 'before' });
  });
});
