import { aggregatesOfPurchases } from '../../features/aggregate.ts';
import type { EventFeature, Feature } from '../../features/feature.ts';
import type { History } from '../../features/history.ts';
import { exactSlope, exactSum } from './exactArithmetic.ts';

/**
 * The oracle: every feature computed from scratch, straight from its definition's words, with no thought of
 * speed and nothing shared with the code under test.
 */
export function naiveFeatures(features: readonly Feature[], history: History, asOf: number) {
  const row: Record<string, unknown> = {};
  for (const feature of features) {
    if (feature.kind === 'event') row[feature.name] = naiveEvent(feature, history, asOf);
    else if (feature.kind === 'ratio') {
      const above = naiveEvent(feature.numerator, history, asOf);
      const below = naiveEvent(feature.denominator, history, asOf);
      row[feature.name] =
        typeof above === 'number' && typeof below === 'number' && below !== 0
          ? above / below
          : feature.missing;
    } else if (feature.kind === 'age')
      row[feature.name] = history.occurredAt > asOf ? null : days(asOf - history.occurredAt);
    else if (feature.kind === 'field')
      row[feature.name] = last(known(history.leadVersions, asOf))?.[feature.of] ?? feature.missing;
    else {
      const snapshot = last(known(history.attributes, asOf));
      for (const [name, value] of Object.entries(snapshot?.attributes ?? {}))
        row[`attribute.${name}`] = value;
    }
  }
  return row;
}

/** Told last; of facts told at once any rule is good, as long as it is the same. */
function last<F extends { id: string; occurredAt: number; recordedAt: number }>(
  facts: readonly F[],
): F | undefined {
  return [...facts].sort(
    (a, b) =>
      b.recordedAt - a.recordedAt ||
      b.occurredAt - a.occurredAt ||
      (a.id === b.id ? (JSON.stringify(a) < JSON.stringify(b) ? 1 : -1) : a.id < b.id ? 1 : -1),
  )[0];
}

const days = (milliseconds: number) => milliseconds / (24 * 60 * 60 * 1000);

function known<F extends { id: string; occurredAt: number; recordedAt: number; retractedAt: number | null }>(
  facts: readonly F[],
  asOf: number,
): F[] {
  return facts.filter(
    ({ occurredAt, recordedAt, retractedAt }) =>
      !(occurredAt > asOf || recordedAt > asOf || (retractedAt !== null && retractedAt <= asOf)),
  );
}

type Loose = Record<string, unknown> & {
  id: string;
  occurredAt: number;
  recordedAt: number;
  retractedAt: number | null;
};

const typeOf: Record<string, (fact: Loose) => string> = {
  transactions: () => 'transaction',
  calls: () => 'call',
  appointments: (fact) => `appointment.${fact.status}`,
  interactions: (fact) => `${fact.direction}.${fact.action}`,
  outcomes: (fact) => `outcome.${fact.kind}`,
};

/** What was believed of one source, in time order. */
function believed(history: History, source: string, asOf: number): Loose[] {
  if (source === 'events')
    return Object.keys(typeOf)
      .flatMap((each, place) =>
        believed(history, each, asOf).map((fact) => ({ ...fact, type: typeOf[each]!(fact), place })),
      )
      .sort((a, b) => a.occurredAt - b.occurredAt || compare(a.id, b.id) || a.place - b.place);
  const all = known(history[source as 'calls'] as readonly unknown[] as Loose[], asOf);
  const newestVersions = all.filter((fact) =>
    all.every(
      (other) =>
        other.id !== fact.id ||
        other.recordedAt < fact.recordedAt ||
        (other.recordedAt === fact.recordedAt &&
          (other.occurredAt < fact.occurredAt ||
            (other.occurredAt === fact.occurredAt && JSON.stringify(other) <= JSON.stringify(fact)))),
    ),
  );
  const once = newestVersions.filter(
    (fact, index) => newestVersions.findIndex(({ id }) => id === fact.id) === index,
  );
  return once
    .map((fact) =>
      source === 'appointments'
        ? { ...fact, upcoming: (fact.scheduledAt as number) > asOf && fact.status === 'booked' }
        : fact,
    )
    .sort((a, b) => a.occurredAt - b.occurredAt || compare(a.id, b.id));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function fulfils(value: unknown, condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return value === condition;
  const {
    in: some,
    above,
    atLeast,
    below,
  } = condition as { in?: unknown[]; above?: number; atLeast?: number; below?: number };
  if (some) return some.some((each) => each === value);
  if (typeof value !== 'number') return false;
  if (above !== undefined && !(value > above)) return false;
  return !(atLeast !== undefined && value < atLeast) && !(below !== undefined && value >= below);
}

/** Days with a purchase, ascending, of which something is left when each day's refunds have gone back in time. */
function purchasesLeft(events: readonly Loose[], of: string) {
  const day = (event: Loose) => Math.floor(days(event.occurredAt));
  let kept: { day: number; paid: number; left: number }[] = [];
  for (const today of [...new Set(events.map(day))].sort((a, b) => a - b)) {
    const amounts = events.filter((event) => day(event) === today).map((event) => event[of] as number);
    const paid = exactSum(amounts.filter((amount) => amount > 0));
    let refund = exactSum(amounts.filter((amount) => amount < 0).map((amount) => -amount));
    kept = [...kept, { day: today, paid, left: paid }]
      .reverse()
      .map((purchase) => {
        const left = Math.max(0, purchase.left - refund);
        const isGone = left <= 1e-9 * purchase.paid;
        refund = isGone ? Math.max(0, refund - purchase.left) : 0;
        return { ...purchase, left: isGone ? 0 : left };
      })
      .filter(({ left }) => left > 0)
      .reverse();
  }
  return kept;
}

function naiveEvent(feature: EventFeature, history: History, asOf: number): unknown {
  const events = believed(history, feature.source, asOf).filter((event) => {
    const age = days(asOf - event.occurredAt);
    const inWindow =
      feature.window === null ||
      (age >= feature.window.before && age < feature.window.before + feature.window.days);
    return (
      inWindow && Object.keys(feature.where).every((field) => fulfils(event[field], feature.where[field]))
    );
  });
  const values = events.map((event) => event[feature.of ?? '']).filter((v) => v !== null && v !== undefined);
  const numbers = values as number[];
  const purchases = aggregatesOfPurchases.has(feature.aggregate) ? purchasesLeft(events, feature.of!) : [];
  const purchaseDays = purchases.map(({ day }) => day);
  const repeats = purchases.slice(1);
  switch (feature.aggregate) {
    case 'count':
      return events.length || feature.missing;
    case 'sum':
      return values.length ? exactSum(numbers) : feature.missing;
    case 'mean':
      return values.length ? exactSum(numbers) / values.length : feature.missing;
    case 'rate': {
      if (events.length === 0) return feature.missing;
      const existed = days(asOf - history.occurredAt) - (feature.window?.before ?? 0);
      return events.length / Math.max(1, Math.min(existed, feature.window?.days ?? existed));
    }
    case 'trend':
      return (
        exactSlope(
          events
            .filter((event) => event[feature.of!] !== null)
            .map((event) => [event.occurredAt, event[feature.of!] as number] as const),
        ) ?? feature.missing
      );
    case 'ngram':
      return values.length < feature.length! ? feature.missing : values.slice(-feature.length!).join('>');
    case 'ngramCount':
      return (
        values.filter(
          (_, start) =>
            values.slice(start, start + feature.gram!.length).join('>') === feature.gram!.join('>'),
        ).length || feature.missing
      );
    case 'min':
      return values.length ? Math.min(...numbers) : feature.missing;
    case 'max':
      return values.length ? Math.max(...numbers) : feature.missing;
    case 'last':
      return values.length ? values[values.length - 1] : feature.missing;
    case 'distinct':
      return values.length ? new Set(values).size : feature.missing;
    case 'daysSince':
      return events.length ? days(asOf - events[events.length - 1]!.occurredAt) : feature.missing;
    case 'daysSinceFirst':
      return events.length ? days(asOf - events[0]!.occurredAt) : feature.missing;
    case 'meanGap':
      return events.length > 1
        ? days(events[events.length - 1]!.occurredAt - events[0]!.occurredAt) / (events.length - 1)
        : feature.missing;
    case 'purchaseDays':
      return purchaseDays.length || feature.missing;
    case 'spanDays':
      return purchaseDays.length
        ? purchaseDays[purchaseDays.length - 1]! - purchaseDays[0]!
        : feature.missing;
    case 'repeatMean':
      return repeats.length ? exactSum(repeats.map(({ left }) => left)) / repeats.length : feature.missing;
    case 'purchaseAge':
      return purchaseDays.length ? Math.floor(days(asOf)) - purchaseDays[0]! : feature.missing;
    case 'purchaseTotal':
      return purchases.length ? exactSum(purchases.map(({ left }) => left)) : feature.missing;
  }
}
