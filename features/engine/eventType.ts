import type { History } from '../history.ts';

/** The sources that make up the sequence `events`. */
export const sequenceSources = ['transactions', 'calls', 'appointments', 'interactions', 'outcomes'] as const;

export type SequenceSource = (typeof sequenceSources)[number];

/** What kind of event a fact is in the sequence of all events. */
export const eventType: { readonly [S in SequenceSource]: (fact: History[S][number]) => string } = {
  transactions: () => 'transaction',
  calls: () => 'call',
  appointments: ({ status }) => `appointment.${status}`,
  interactions: ({ direction, action }) => `${direction}.${action}`,
  outcomes: ({ kind }) => `outcome.${kind}`,
};
