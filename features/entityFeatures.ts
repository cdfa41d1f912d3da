import type { Entity } from '../prisma/repositories/historyRecord.ts';
import { computeFeatures } from './computeFeatures.ts';
import type { Feature, Row } from './feature.ts';
import type { History } from './history.ts';

/** Somebody whose features can be had: from a history that has been read, or from one that is kept warm. */
export interface EntityFeatures {
  readonly entity: Entity;
  readonly id: string;
  /** Feature values as of a moment, epoch milliseconds, from what was known then. */
  at(features: readonly Feature[], asOf: number): Row;
}

/** Those of a history: it is replayed for every answer. */
export const replayed = (history: History): EntityFeatures => ({
  entity: history.entity,
  id: history.id,
  at: (features, asOf) => computeFeatures(features, history, asOf),
});
