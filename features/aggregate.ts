import type { Fact, Scalar } from '../prisma/repositories/historyRecord.ts';
import type { EventFeature } from './feature.ts';
import { millisecondsPerDay } from './history.ts';

type Event = Fact & Readonly<Record<string, unknown>>;

/** Field values by daily sum, for purchase models: [UTC day number, sum] in time order, positive sums only. */
function positiveDays(events: readonly Event[], field: string): [number, number][] {
  const days = new Map<number, number>();
  for (const event of events) {
    const day = Math.floor(event.occurredAt / millisecondsPerDay);
    const value = event[field];
    if (typeof value === 'number') days.set(day, (days.get(day) ?? 0) + value);
  }
  return [...days].filter(([, sum]) => sum > 0);
}

function finite(value: number, missing: Scalar): Scalar {
  return Number.isFinite(value) ? value : missing;
}

/** Applies a feature's aggregate to the events it selected, sorted by time, as of `asOf`. */
export function aggregate(feature: EventFeature, events: readonly Event[], asOf: number): Scalar {
  const { missing } = feature;
  const field = feature.of ?? '';
  const first = events[0];
  const last = events.at(-1);
  switch (feature.aggregate) {
    case 'count':
      return events.length === 0 ? missing : events.length;
    case 'daysSince':
      return last ? (asOf - last.occurredAt) / millisecondsPerDay : missing;
    case 'daysSinceFirst':
      return first ? (asOf - first.occurredAt) / millisecondsPerDay : missing;
    case 'meanGap':
      return first && last && events.length > 1
        ? (last.occurredAt - first.occurredAt) / millisecondsPerDay / (events.length - 1)
        : missing;
    case 'purchaseDays': {
      const days = positiveDays(events, field);
      return days.length === 0 ? missing : days.length;
    }
    case 'spanDays': {
      const days = positiveDays(events, field);
      return days.length === 0 ? missing : days.at(-1)![0] - days[0]![0];
    }
    case 'repeatMean': {
      const repeats = positiveDays(events, field).slice(1);
      return repeats.length === 0
        ? missing
        : finite(repeats.reduce((sum, [, value]) => sum + value, 0) / repeats.length, missing);
    }
    case 'last':
    case 'distinct': {
      const values = events.map((event) => event[field]).filter((value) => value !== null) as Scalar[];
      if (values.length === 0) return missing;
      return feature.aggregate === 'last' ? values.at(-1)! : new Set(values).size;
    }
    default:
      return aggregateNumbers(feature, events, field);
  }
}

function aggregateNumbers(feature: EventFeature, events: readonly Event[], field: string): Scalar {
  let count = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const value = event[field];
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    count++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return feature.missing;
  switch (feature.aggregate) {
    case 'min':
      return min;
    case 'max':
      return max;
    case 'mean':
      return finite(sum / count, feature.missing);
    default:
      return finite(sum, feature.missing);
  }
}
