import { berlinDay, berlinTime, iso } from '../calendar.ts';
import type { Fact } from './fact.ts';
import type { Visit } from './visits.ts';

/**
 * What the company's systems hold about visits: appointments, transactions, complaints. The appointment book is
 * exported each evening, so a booking does not carry the minute of the call in which it was made.
 */
export function visitFacts(
  visits: readonly Visit[],
  recordAt: (personId: string, at: number) => string,
  openedFrom: (personId: string) => number,
): Fact[] {
  const facts: Fact[] = [];
  const inOrder = [...visits].sort((a, b) => a.at - b.at);
  inOrder.forEach((visit, index) => {
    const number = String(index + 1).padStart(6, '0');
    const opened = openedFrom(visit.personId);
    const evening = berlinTime(berlinDay(visit.bookedAt), 19.5);
    const booked = Math.min(Math.max(evening, opened), visit.at);
    const doneAt = Math.max(visit.at, booked) + 45 * 60_000;
    const customerExternalId = recordAt(visit.personId, booked);
    const appointment = (status: string) => ({
      externalId: `A-${number}`,
      customerExternalId,
      service: visit.service,
      status,
      scheduledAt: iso(visit.at),
      occurredAt: iso(booked),
    });
    if (booked < visit.at) facts.push({ entity: 'appointments', at: booked, row: appointment('booked') });
    facts.push({ entity: 'appointments', at: doneAt, row: appointment(visit.status) });
    if (visit.status === 'attended') {
      facts.push({
        entity: 'transactions',
        at: doneAt,
        row: {
          externalId: `T-${number}`,
          customerExternalId: recordAt(visit.personId, visit.at),
          amount: visit.amount,
          product: visit.service,
          occurredAt: iso(visit.at),
        },
      });
    }
    if (visit.complaintAt !== null) {
      facts.push({
        entity: 'interactions',
        // Entered at the end of the day on which it came in.
        at: Math.max(visit.complaintAt, berlinTime(berlinDay(visit.complaintAt), 18)),
        row: {
          externalId: `B-${number}`,
          customerExternalId: recordAt(visit.personId, visit.complaintAt),
          action: 'complaint',
          direction: 'inbound',
          occurredAt: iso(visit.complaintAt),
        },
      });
    }
  });
  return facts;
}
