import { aggregatesOfPurchases } from '../../features/aggregate.ts';
import { defineFeature, defineRatio, type EventFeature, type Feature } from '../../features/feature.ts';

const window = { days: 30, before: 10 };
const common = { entity: 'customer', unit: '', missing: -1 } as const;

const ofAmounts = (
  ['sum', 'mean', 'min', 'max', 'last', 'distinct', 'trend', ...aggregatesOfPurchases] as const
).flatMap((aggregate): EventFeature[] =>
  [window, undefined].map((within) =>
    defineFeature({
      ...common,
      source: 'transactions',
      aggregate,
      of: 'amount',
      ...(within ? { window: within } : {}),
      description: aggregate,
    }),
  ),
);
const ofEvents = (['count', 'rate', 'daysSince', 'daysSinceFirst', 'meanGap'] as const).flatMap((aggregate) =>
  (['events', 'appointments'] as const).map((source) =>
    defineFeature({ ...common, source, aggregate, window, description: aggregate }),
  ),
);
const type = { ...common, source: 'events', of: 'type' } as const;

/** Every aggregate with and without a window, every kind of condition: whether a task uses them or not. */
export const everyAggregate: readonly Feature[] = [
  ...ofAmounts,
  ...ofEvents,
  defineFeature({ ...common, source: 'calls', aggregate: 'rate', description: 'calls a day ever' }),
  defineFeature({ ...type, aggregate: 'ngram', length: 2, description: 'the last two' }),
  defineFeature({ ...type, aggregate: 'ngram', length: 3, window: { days: 60 }, description: 'three' }),
  defineFeature({
    ...type,
    aggregate: 'ngramCount',
    gram: ['transaction', 'call'],
    window: { days: 90 },
    description: 'calls right after a purchase',
  }),
  defineFeature({ ...type, aggregate: 'ngramCount', gram: ['call', 'call', 'call'], description: 'thrice' }),
  defineFeature({ ...type, aggregate: 'distinct', window, description: 'kinds of events' }),
  defineFeature({
    ...common,
    source: 'transactions',
    aggregate: 'meanGap',
    where: { amount: { above: 0 } },
    description: 'days between purchases',
  }),
  defineFeature({
    ...common,
    source: 'calls',
    aggregate: 'count',
    where: { durationSeconds: { atLeast: 60, below: 600 }, service: { in: ['claim', null] } },
    description: 'calls of some length',
  }),
  ...[true, false].map((upcoming) =>
    defineFeature({
      ...common,
      source: 'appointments',
      aggregate: 'last',
      of: 'status',
      where: { upcoming },
      description: '',
    }),
  ),
  defineRatio(
    { ...ofAmounts[0]!, missing: null },
    { ...ofAmounts[1]!, missing: null },
    'share of the window',
  ),
];
