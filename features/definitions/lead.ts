import {
  ageFeature,
  attributesFeature,
  defineFeature,
  type EventFeatureDefinition,
  type Feature,
  fieldFeature,
  type Source,
} from '../feature.ts';

function lead<S extends Source>(definition: Omit<EventFeatureDefinition<S>, 'entity'>) {
  return defineFeature<S>({ entity: 'lead', ...definition } as EventFeatureDefinition<S>);
}

/** How often an action was taken in 30 days: what attempt limits and fatigue are read from. */
export const attemptsOf = (action: string) =>
  lead({
    source: 'interactions',
    aggregate: 'count',
    window: { days: 30 },
    where: { action, direction: 'outbound' },
    unit: 'event',
    missing: 0,
    description: `Attempts by ${action} in 30 days`,
  });

/** Days since an action was last taken: what cool-down periods are read from. */
export const daysSinceAction = (action: string) =>
  lead({
    source: 'interactions',
    aggregate: 'daysSince',
    where: { action, direction: 'outbound' },
    unit: 'day',
    missing: null,
    description: `Days since the last ${action}`,
  });

export const leadValue = fieldFeature('value', 'currency', 'What winning the lead is worth');

/** What is known of a lead, with two features for each action of the company's catalogue. */
export function leadFeatures(actions: readonly string[]): readonly Feature[] {
  return [
    ageFeature('lead'),
    attributesFeature('lead'),
    leadValue,
    fieldFeature('source', 'category', 'Where the lead came from'),
    ...actions.flatMap((action) => [attemptsOf(action), daysSinceAction(action)]),
    ...(['outbound', 'inbound'] as const).flatMap((direction) => [
      lead({
        source: 'interactions',
        aggregate: 'count',
        where: { direction },
        unit: 'event',
        missing: 0,
        description: direction === 'outbound' ? 'Contacts we made' : 'Messages from them',
      }),
      lead({
        source: 'interactions',
        aggregate: 'daysSince',
        where: { direction },
        unit: 'day',
        missing: null,
        description: direction === 'outbound' ? 'Days since we made contact' : 'Days since they wrote',
      }),
    ]),
    ...(['responded', 'no_response'] as const).map((kind) =>
      lead({
        source: 'outcomes',
        aggregate: 'count',
        where: { kind },
        unit: 'event',
        missing: 0,
        description: kind === 'responded' ? 'Contacts they responded to' : 'Contacts left unanswered',
      }),
    ),
    lead({
      source: 'interactions',
      aggregate: 'last',
      of: 'action',
      where: { direction: 'outbound' },
      unit: 'category',
      missing: null,
      description: 'What was done last',
    }),
    lead({
      source: 'calls',
      aggregate: 'count',
      unit: 'event',
      missing: 0,
      description: 'Calls of the person behind the lead',
    }),
    lead({
      source: 'calls',
      aggregate: 'daysSince',
      unit: 'day',
      missing: null,
      description: 'Days since their last call',
    }),
    lead({
      source: 'appointments',
      aggregate: 'count',
      where: { upcoming: true },
      unit: 'event',
      missing: 0,
      description: 'Appointments to come',
    }),
    lead({
      source: 'appointments',
      aggregate: 'count',
      where: { status: 'no_show' },
      unit: 'event',
      missing: 0,
      description: 'Appointments missed',
    }),
    lead({
      source: 'transactions',
      aggregate: 'count',
      unit: 'event',
      missing: 0,
      description: 'Earlier purchases of the person behind the lead',
    }),
  ];
}
