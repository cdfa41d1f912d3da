import { emptyHistory, type History, millisecondsPerDay } from '../../../features/history.ts';

export const start = Date.UTC(2025, 0, 1);
/** The moment so many days after the start. */
export const day = (days: number) => start + days * millisecondsPerDay;
export const daysOf = (moments: readonly { asOf: number; label: number }[]) =>
  moments.map(({ asOf, label }) => [(asOf - start) / millisecondsPerDay, label]);

const times = (days: number, known = days) => ({
  id: `at-${days}`,
  occurredAt: day(days),
  recordedAt: day(known),
  retractedAt: null,
});

export const purchase = (days: number, amount = 10): History['transactions'][number] => ({
  ...times(days),
  amount,
  product: null,
});

export const outcome = (
  kind: string,
  days: number,
  more: Partial<History['outcomes'][number]> & { known?: number } = {},
): History['outcomes'][number] => {
  const { known = days, ...rest } = more;
  return { ...times(days, known), kind, value: null, interactionId: null, predictionId: null, ...rest };
};

export const action = (
  name: string,
  days: number,
  more: Partial<History['interactions'][number]> = {},
): History['interactions'][number] => ({
  ...times(days),
  id: `${name}-${days}`,
  leadId: 'subject',
  action: name,
  direction: 'outbound',
  propensity: null,
  predictionId: null,
  ...more,
});

export const customer = (facts: Partial<History> = {}): History => ({
  ...emptyHistory('customer', 'subject', start),
  ...facts,
});

export const lead = (facts: Partial<History> = {}): History => ({
  ...emptyHistory('lead', 'subject', start),
  ...facts,
});
