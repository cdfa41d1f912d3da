import type { Fact } from '../prisma/repositories/historyRecord.ts';
import type { History } from './history.ts';

/**
 * A history in which what happened until `from` belongs to whom it was taken to belong to at `from`, whatever was linked
 * or unlinked until `to`; what happened later is as it was known. So the effect of a changed identity on
 * features at `to` can be told from that of new facts.
 *
 * Calls reach a customer or lead only by a link. Other facts of the person behind a lead come and go with that person,
 * at the moments at which the lead's versions name another one.
 *
 * @param from epoch milliseconds
 * @param to epoch milliseconds, >= from
 */
export function identityAsOf(history: History, from: number, to: number): History {
  const within = (time: number | null) => time !== null && time > from && time <= to;
  const changes = new Set<number>();
  let person: string | null = null;
  for (const { customerId, recordedAt } of history.leadVersions) {
    if (customerId !== person && within(recordedAt)) changes.add(recordedAt);
    person = customerId;
  }
  const undo = <F extends Fact>(facts: readonly F[], byIdentity: (time: number) => boolean): readonly F[] =>
    facts.flatMap((fact) => {
      const { occurredAt, recordedAt, retractedAt } = fact;
      if (occurredAt > from) return [fact];
      if (within(recordedAt) && byIdentity(recordedAt)) return [];
      const lost = retractedAt !== null && within(retractedAt) && byIdentity(retractedAt);
      return [lost ? { ...fact, retractedAt: null } : fact];
    });
  const byPerson = (time: number) => changes.has(time);
  return {
    ...history,
    calls: undo(history.calls, () => true),
    transactions: undo(history.transactions, byPerson),
    appointments: undo(history.appointments, byPerson),
    interactions: undo(history.interactions, byPerson),
  };
}
