import {
  ageFeature,
  attributesFeature,
  defineFeature,
  defineRatio,
  type EventFeatureDefinition,
  type Feature,
  type Source,
} from '../feature.ts';

function customer<S extends Source>(definition: Omit<EventFeatureDefinition<S>, 'entity'>) {
  return defineFeature<S>({ entity: 'customer', ...definition } as EventFeatureDefinition<S>);
}

/** Refunds and rows of amount 0 are no purchases. */
const bought = { amount: { above: 0 } } as const;
const onlyPurchases = (source: Source) => (source === 'transactions' ? { where: bought } : {});

const recency = (source: Source, what: string) =>
  customer({
    source,
    aggregate: 'daysSince',
    ...onlyPurchases(source),
    unit: 'day',
    missing: null,
    description: `Days since ${what}`,
  });

const count = (source: Source, what: string, days?: number, before = 0) =>
  customer({
    source,
    aggregate: 'count',
    ...onlyPurchases(source),
    ...(days === undefined ? {} : { window: { days, before } }),
    unit: 'event',
    missing: 0,
    description:
      days === undefined ? `${what} ever` : `${what} in ${days} days${before ? ' before those' : ''}`,
  });

const purchaseGap = customer({
  source: 'transactions',
  aggregate: 'meanGap',
  where: bought,
  unit: 'day',
  missing: null,
  description: 'Mean days between purchases',
});
const purchaseRecency = recency('transactions', 'the last purchase');
const callRecency = recency('calls', 'the last call');
const appointmentRecency = recency('appointments', 'an appointment was last booked');

/** How long nothing was heard of a customer, one feature per kind of sign of life. */
export const silenceFeatures: readonly Feature[] = [purchaseRecency, callRecency, appointmentRecency];

/** What is known of a customer: purchases, calls, appointments, contacts and descriptive attributes. */
export const customerFeatures: readonly Feature[] = [
  ageFeature('customer'),
  attributesFeature('customer'),

  purchaseRecency,
  purchaseGap,
  defineRatio(purchaseRecency, purchaseGap, 'Silence since the last purchase in units of the usual gap'),
  count('transactions', 'Purchases'),
  count('transactions', 'Purchases', 90),
  defineRatio(
    count('transactions', 'Purchases', 90),
    count('transactions', 'Purchases', 90, 90),
    'Purchases of the last 90 days against the 90 before',
  ),
  customer({
    source: 'transactions',
    aggregate: 'sum',
    of: 'amount',
    window: { days: 365 },
    unit: 'currency',
    missing: 0,
    description: 'Revenue of the last year, less what was refunded in it',
  }),
  customer({
    source: 'transactions',
    aggregate: 'mean',
    of: 'amount',
    where: bought,
    unit: 'currency',
    missing: null,
    description: 'Mean amount of a purchase',
  }),

  callRecency,
  count('calls', 'Calls', 30),
  count('calls', 'Calls', 180),
  customer({
    source: 'calls',
    aggregate: 'mean',
    of: 'durationSeconds',
    unit: 'second',
    missing: null,
    description: 'Mean length of a call',
  }),
  customer({
    source: 'calls',
    aggregate: 'last',
    of: 'service',
    unit: 'category',
    missing: null,
    description: 'What the last call was about',
  }),

  appointmentRecency,
  count('appointments', 'Appointments', 180),
  customer({
    source: 'appointments',
    aggregate: 'count',
    where: { upcoming: true },
    unit: 'event',
    missing: 0,
    description: 'Appointments to come',
  }),
  ...(['no_show', 'cancelled'] as const).map((status) =>
    customer({
      source: 'appointments',
      aggregate: 'count',
      window: { days: 365 },
      where: { status },
      unit: 'event',
      missing: 0,
      description:
        status === 'no_show' ? 'Appointments missed in a year' : 'Appointments cancelled in a year',
    }),
  ),

  ...(['outbound', 'inbound'] as const).map((direction) =>
    customer({
      source: 'interactions',
      aggregate: 'count',
      window: { days: 90 },
      where: { direction },
      unit: 'event',
      missing: 0,
      description: direction === 'outbound' ? 'Contacts we made in 90 days' : 'Messages from them in 90 days',
    }),
  ),
  ...(['responded', 'no_response'] as const).map((kind) =>
    customer({
      source: 'outcomes',
      aggregate: 'count',
      where: { kind },
      unit: 'event',
      missing: 0,
      description: kind === 'responded' ? 'Contacts they responded to' : 'Contacts left unanswered',
    }),
  ),
];
