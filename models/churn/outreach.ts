import type { DatasetRow } from '../../features/datasetRow.ts';
import type { Row } from '../table.ts';

/** What became of the contacts a company made with its customers. */
export interface OutreachLog {
  /** Contacts of which it is known whether they were answered. */
  readonly contacts: number;
  readonly responses: number;
}

export interface Persuadability {
  /** In [0, 1]; what a ranking multiplies by. */
  readonly value: number;
  /** own: from this customer's answers; company: from everybody's; neutral: there is no log, everybody has 1. */
  readonly basis: 'own' | 'company' | 'neutral';
}

const responded = 'outcomes.count.kind=responded';
const unanswered = 'outcomes.count.kind=no_response';
/** Fewer contacts in a company's log say nothing. */
const fewestContacts = 20;
/** A customer's own answers count as this many more of the company's. */
const priorContacts = 5;

function ownLog(row: Row): OutreachLog {
  const count = (name: string) => (typeof row[name] === 'number' ? row[name] : 0);
  return { contacts: count(responded) + count(unanswered), responses: count(responded) };
}

/** Of all customers, each at their latest moment. */
export function outreachLog(rows: readonly DatasetRow[]): OutreachLog {
  const latest = new Map<string, DatasetRow>();
  for (const row of rows) {
    const other = latest.get(row.subjectId);
    if (other === undefined || other.asOf.getTime() < row.asOf.getTime()) latest.set(row.subjectId, row);
  }
  let [contacts, responses] = [0, 0];
  for (const { features } of latest.values()) {
    const own = ownLog(features);
    contacts += own.contacts;
    responses += own.responses;
  }
  return { contacts, responses };
}

/**
 * How likely a customer is to answer when the company reaches out: the share of contacts they answered, drawn towards
 * the company's share where they were seldom contacted. It is willingness to talk, not a causal effect of the contact
 * on staying: that would take a log in which it was left to chance who was contacted.
 */
export function persuadability(row: Row, company: OutreachLog | null): Persuadability {
  if (company === null || company.contacts < fewestContacts) return { value: 1, basis: 'neutral' };
  const share = company.responses / company.contacts;
  const own = ownLog(row);
  return {
    value: (own.responses + priorContacts * share) / (own.contacts + priorContacts),
    basis: own.contacts > 0 ? 'own' : 'company',
  };
}
