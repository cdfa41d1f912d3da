import { WEEK } from '../calendar.ts';
import { stream } from '../random/stream.ts';
import type { World } from '../world/world.ts';

/** A fixed random order of names: which ones are asked about is the same in every run. */
export function sample<T>(
  seed: number,
  items: readonly T[],
  count: number,
  key: (item: T) => string,
  ...keys: (string | number)[]
): T[] {
  return items
    .map((item) => ({ item, order: stream(seed, ...keys, key(item))() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ item }) => item);
}

/** Customers the company believes to be active: paid within half a year, no departure announced. */
export function believedActive(world: World, at: number): string[] {
  const gone = new Set(world.departures.filter((one) => one.at <= at).map((one) => one.customerExternalId));
  const active = new Set<string>();
  for (const fact of world.facts) {
    if (fact.at > at) break;
    if (fact.entity !== 'transactions' || fact.at < at - 26 * WEEK) continue;
    const customer = String(fact.row.customerExternalId);
    if (!gone.has(customer)) active.add(customer);
  }
  return [...active];
}
