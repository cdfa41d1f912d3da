import { announceChanges } from './announceChanges.ts';
import type { ImportEntity } from './entity.ts';
import type { Reject } from './reject.ts';
import { shown } from './reject.ts';
import type { ValidRow } from './validateRows.ts';
import { writeCalls } from './writeCalls.ts';
import type { BatchResult, Writable, WriteContext } from './writeContext.ts';
import { writeCorrections } from './writeCorrections.ts';
import { writeCustomers } from './writeCustomers.ts';
import { writeAppointments, writeInteractions, writeTransactions } from './writeEvents.ts';
import { writeLeads } from './writeLeads.ts';
import { writeOutcomes } from './writeOutcomes.ts';

type Writer<E extends ImportEntity> = (
  context: WriteContext,
  rows: readonly Writable<E>[],
) => Promise<BatchResult>;

const writers: { readonly [E in ImportEntity]: Writer<E> } = {
  customers: writeCustomers,
  calls: writeCalls,
  leads: writeLeads,
  appointments: writeAppointments,
  interactions: writeInteractions,
  transactions: writeTransactions,
  corrections: writeCorrections,
  outcomes: writeOutcomes,
};

export interface BatchCounts {
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Rows with an external id that a later row of the batch has too. */
  readonly superseded: number;
}

/**
 * Writes validated rows in the caller's transaction, together with the note for other processes. Of rows with the
 * same external id the last counts.
 */
export async function writeBatch(
  context: WriteContext,
  entity: ImportEntity,
  rows: readonly ValidRow[],
  columnOf: (field: string) => string,
): Promise<{ counts: BatchCounts; rejects: Reject[] }> {
  const last = new Map(rows.map((row) => [row.externalId, row]));
  const distinct = [...last.values()].map(({ line, externalId, fields }) => ({
    ...fields,
    externalId,
    line,
  }));
  // The entity's schema validated the rows, so they are this writer's.
  const write = writers[entity] as Writer<ImportEntity>;
  const result =
    distinct.length === 0 ? { statuses: [], refusals: [] } : await write(context, distinct as never);
  await announceChanges(context, result);
  const count = (status: string) => result.statuses.filter((other) => other === status).length;
  return {
    counts: {
      imported: count('imported'),
      updated: count('updated'),
      unchanged: count('unchanged'),
      superseded: rows.length - distinct.length,
    },
    rejects: result.refusals.map(({ line, field, value, reason }) => ({
      line,
      column: columnOf(field),
      value: shown(value),
      reason,
    })),
  };
}
