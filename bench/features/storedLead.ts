import { systemClock } from '../../base/clock.ts';
import type { Database } from '../../prisma/database.ts';
import type { ImportEntity } from '../../serving/import/entity.ts';
import { importRows } from '../../serving/import/importRows.ts';
import { simulatedEntity } from './simulatedHistories.ts';

/** Imports a lead of key `lead` with the customer behind it and `events` events over two years. */
export async function storeLead(
  database: Pick<Database, 'pool'>,
  companyId: string,
  events: number,
): Promise<void> {
  const { history } = simulatedEntity('lead', 3, events);
  const { transactions, calls, appointments, interactions, outcomes } = history;
  const customerExternalId = 'customer';
  const leadExternalId = 'lead';
  const at = (time: number) => new Date(time).toISOString();
  /** Delivered once, known at once, never taken back: what makes histories slow is not the question here. */
  const rowsOf = <F extends { readonly id: string; readonly occurredAt: number }>(
    facts: readonly F[],
    row: (fact: F) => object,
  ) => {
    const once = new Map(facts.map((fact) => [fact.id, fact]));
    return [...once.values()].map((fact) => ({
      externalId: fact.id,
      occurredAt: at(fact.occurredAt),
      ...row(fact),
    }));
  };
  const all: readonly (readonly [ImportEntity, readonly object[]])[] = [
    ['customers', [{ externalId: customerExternalId, occurredAt: at(history.occurredAt) }]],
    ['leads', [{ externalId: leadExternalId, customerExternalId, occurredAt: at(history.occurredAt) }]],
    ['transactions', rowsOf(transactions, ({ amount }) => ({ customerExternalId, amount }))],
    [
      'calls',
      rowsOf(calls, ({ durationSeconds, service }) => ({ customerExternalId, durationSeconds, service })),
    ],
    [
      'appointments',
      rowsOf(appointments, ({ status, scheduledAt }) => ({
        leadExternalId,
        status,
        scheduledAt: at(scheduledAt),
      })),
    ],
    [
      'interactions',
      rowsOf(interactions, ({ action, direction }) => ({ leadExternalId, action, direction })),
    ],
    [
      'outcomes',
      rowsOf(outcomes, ({ kind }) => ({ subjectType: 'lead', subjectExternalId: leadExternalId, kind })),
    ],
  ];
  for (const [entity, rows] of all) {
    const report = await importRows({
      database,
      companyId,
      entity,
      rows,
      clock: systemClock,
      recordedAtDefault: 'occurredAt',
    });
    if (report.rejected.length > 0)
      throw new Error(`${entity} were rejected: ${JSON.stringify(report.rejected[0])}`);
  }
}

/** Imports one more interaction of the lead, as it happens. */
export async function storeInteraction(
  database: Pick<Database, 'pool'>,
  companyId: string,
  externalId: string,
): Promise<void> {
  const occurredAt = systemClock.now().toISOString();
  const rows = [{ externalId, leadExternalId: 'lead', action: 'call', occurredAt }];
  await importRows({ database, companyId, entity: 'interactions', rows, clock: systemClock });
}
