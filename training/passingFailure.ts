import { databaseUnavailable } from '../prisma/unavailable.ts';

/** Serialization failure, deadlock, lock not available (PostgreSQL manual, appendix A). */
const contention = new Set(['40001', '40P01', '55P03']);

/** Whether another attempt may not meet this failure: a lost or busy database. */
export function isPassing(error: unknown): boolean {
  return (
    databaseUnavailable(error) !== undefined || contention.has(String((error as { code?: unknown })?.code))
  );
}
