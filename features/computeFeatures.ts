import type { Fact, Scalar } from '../prisma/repositories/historyRecord.ts';
import { aggregate } from './aggregate.ts';
import { type View, viewAsOf } from './asOf.ts';
import type { EventFeature, Feature, Row } from './feature.ts';
import { type History, millisecondsPerDay } from './history.ts';

type Event = Fact & Readonly<Record<string, unknown>>;

function eventValue(feature: EventFeature, view: View): Scalar {
  const end = feature.window ? view.asOf - feature.window.before * millisecondsPerDay : view.asOf;
  const start = feature.window ? end - feature.window.days * millisecondsPerDay : Number.NEGATIVE_INFINITY;
  const filters = Object.entries(feature.where);
  const selected = (view.events[feature.source] as readonly Fact[] as readonly Event[]).filter(
    (event) =>
      event.occurredAt > start &&
      event.occurredAt <= end &&
      filters.every(([field, value]) => event[field] === value),
  );
  return aggregate(feature, selected, view.asOf);
}

function value(feature: Exclude<Feature, { kind: 'attributes' }>, history: History, view: View): Scalar {
  switch (feature.kind) {
    case 'event':
      return eventValue(feature, view);
    case 'ratio': {
      const numerator = eventValue(feature.numerator, view);
      const denominator = eventValue(feature.denominator, view);
      if (typeof numerator !== 'number' || typeof denominator !== 'number' || denominator === 0)
        return feature.missing;
      return numerator / denominator;
    }
    case 'age':
      return history.occurredAt <= view.asOf
        ? (view.asOf - history.occurredAt) / millisecondsPerDay
        : feature.missing;
    case 'field':
      return view.lead?.[feature.of] ?? feature.missing;
  }
}

/**
 * Feature values of one entity at `asOf` (epoch milliseconds) from what was known then. Training and serving
 * both call this function and no other. A window of n days is the half-open interval (asOf - n days, asOf];
 * a day has 86,400 seconds, whatever the clocks of the company do.
 */
export function computeFeatures(features: readonly Feature[], history: History, asOf: number): Row {
  const view = viewAsOf(history, asOf);
  const row: Record<string, Scalar> = {};
  for (const feature of features) {
    if (feature.kind === 'attributes')
      for (const [name, scalar] of Object.entries(view.attributes)) {
        row[`attribute.${name}`] = typeof scalar === 'number' && !Number.isFinite(scalar) ? null : scalar;
      }
    else row[feature.name] = value(feature, history, view);
  }
  return row;
}
