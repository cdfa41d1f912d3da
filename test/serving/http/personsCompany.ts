import { writeSnapshot } from '../../../features/datasetSnapshot.ts';
import { insertDataset } from '../../../prisma/repositories/datasets.ts';
import type { Ask, TestApi } from '../../support/api.ts';

export const t = new Date('2025-03-01T09:00:00Z');
const times = { occurredAt: t, recordedAt: t };
const names = ['anna', 'krzywonos', 'weidengasse', '01719998877', '+491719998877', 'annak@example.org'];

export interface PersonsCompany {
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
export async function personsCompany(api: TestApi, directory: string): Promise<PersonsCompany> {
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
