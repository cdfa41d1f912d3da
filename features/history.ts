import type { Entity, HistoryRecord } from '../prisma/repositories/historyRecord.ts';

/** One entity's facts by source: the only input from which features and labels are computed. */
export type History = HistoryRecord;

export const millisecondsPerDay = 86_400_000;

/** The history of somebody nothing is known about but their start; tests and cold starts begin here. */
export function emptyHistory(
  entity: Entity,
  id: string,
  occurredAt: number,
  recordedAt = occurredAt,
): History {
  return {
    entity,
    id,
    occurredAt,
    recordedAt,
    leadVersions: [],
    transactions: [],
    calls: [],
    appointments: [],
    interactions: [],
    outcomes: [],
    attributes: [],
  };
}
