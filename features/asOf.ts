import type { Fact } from '../prisma/repositories/historyRecord.ts';

/** The one rule of what was known: recorded and happened by then, and not taken back by then. */
export function isKnown(fact: Fact, asOf: number): boolean {
  return (
    fact.recordedAt <= asOf &&
    fact.occurredAt <= asOf &&
    (fact.retractedAt === null || fact.retractedAt > asOf)
  );
}

/** The fact recorded last, of those known; of facts recorded together the later one. */
export function newestKnown<F extends Fact>(facts: readonly F[], asOf: number): F | undefined {
  let newest: F | undefined;
  for (const fact of facts) if (isKnown(fact, asOf) && (!newest || supersedes(fact, newest))) newest = fact;
  return newest;
}

/** Whether a version of a fact takes the place of another while both are known: the one recorded last does. */
export function supersedes(fact: Fact, other: Fact): boolean {
  if (fact.recordedAt !== other.recordedAt) return fact.recordedAt > other.recordedAt;
  if (fact.occurredAt !== other.occurredAt) return fact.occurredAt > other.occurredAt;
  if (fact.id !== other.id) return fact.id > other.id;
  // Same known time, different content: any rule will do as long as delivery order does not decide.
  return JSON.stringify(fact) > JSON.stringify(other);
}
