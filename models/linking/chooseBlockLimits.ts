import { type BlockLimits, type BlockLookup, type KeyKind, keyKinds } from './keyKinds.ts';

/** A labelled call of a customer: its keys in hindsight (see IdentityState.lookups). */
export interface LabelledLookups {
  readonly lookups: readonly BlockLookup[];
  readonly weight: number;
}

export interface ChosenBlocks {
  readonly limits: BlockLimits;
  /** Share of the labelled calls whose caller a key within the limits brings. */
  readonly recall: number;
  /** Customers that the keys within the limits bring per call, those counted twice whom two keys bring. */
  readonly candidatesPerCall: number;
}

/** A key that so few customers share is always looked up: it costs little, and finds callers like none before. */
const alwaysLookedUp = 10;
/** Larger blocks that are tried. */
const sizes = [30, 100, 300, 1000, 3000];
/** A caller whom one key brings has errors elsewhere next time: each key that brings them fails with this probability. */
const unreliability = 0.25;
/** Labelled calls by which a kind of key can be judged at all. */
const leastCalls = 100;

/**
 * Chooses which kinds of keys are looked up, and up to how many customers that share one, so that as many labelled
 * callers as possible are among the candidates while a call is compared with no more than `budget` customers on average:
 * greedily the kind and size that newly bring most callers per customer compared. Undefined for fewer than 100 labelled
 * calls of customers.
 *
 * Source: the greedy cover of M. Bilenko, B. Kamath, R. J. Mooney (2006), Adaptive blocking; the same idea chooses the
 * keys of a bulk (bulk/chooseKeys.ts).
 */
export function chooseBlockLimits(calls: readonly LabelledLookups[], budget = 500): ChosenBlocks | undefined {
  if (calls.length < leastCalls) return undefined;
  const total = calls.reduce((sum, { weight }) => sum + weight, 0);
  const remaining = calls.map(({ weight }) => weight);
  const limits: Record<KeyKind, number> = { ...narrowKeys };
  calls.forEach(({ lookups }, call) => {
    if (lookups.some((one) => one.found && one.size <= alwaysLookedUp)) remaining[call]! *= unreliability;
  });
  let spent = measureBlocks(calls, limits).candidatesPerCall;
  for (;;) {
    let best: { kind: KeyKind; size: number; gain: number; cost: number } | undefined;
    for (const kind of keyKinds) {
      for (const size of sizes) {
        if (size <= limits[kind]) continue;
        const { gain, cost } = worthOf(calls, remaining, kind, limits[kind], size);
        if (gain < 1e-3 * total || spent + cost / total > budget) continue;
        if (best === undefined || gain * best.cost > best.gain * cost) best = { kind, size, gain, cost };
      }
    }
    if (best === undefined) break;
    const { kind, size, cost } = best;
    calls.forEach(({ lookups }, call) => {
      if (lookups.some((one) => one.kind === kind && one.found && isWithin(one.size, limits[kind], size)))
        remaining[call]! *= unreliability;
    });
    limits[kind] = size;
    spent += cost / total;
  }
  return { limits, ...measureBlocks(calls, limits) };
}

/** How many labelled callers the limits find, and with how many customers a call is then compared. */
export function measureBlocks(
  calls: readonly LabelledLookups[],
  limits: BlockLimits,
): Pick<ChosenBlocks, 'recall' | 'candidatesPerCall'> {
  let [total, found, brought] = [0, 0, 0];
  for (const { lookups, weight } of calls) {
    const within = lookups.filter(({ kind, size }) => size <= limits[kind]);
    total += weight;
    if (within.some((one) => one.found)) found += weight;
    brought += weight * within.reduce((sum, { size }) => sum + size, 0);
  }
  return { recall: found / total, candidatesPerCall: brought / total };
}

const narrowKeys = Object.fromEntries(keyKinds.map((kind) => [kind, alwaysLookedUp])) as Record<
  KeyKind,
  number
>;
const isWithin = (size: number, above: number, limit: number) => size > above && size <= limit;

/** What blocks of a kind above one size and up to another bring: callers not found so far, and customers. */
function worthOf(
  calls: readonly LabelledLookups[],
  remaining: readonly number[],
  kind: KeyKind,
  above: number,
  limit: number,
): { gain: number; cost: number } {
  let [gain, cost] = [0, 0];
  calls.forEach(({ lookups, weight }, call) => {
    let found = false;
    for (const lookup of lookups) {
      if (lookup.kind !== kind || !isWithin(lookup.size, above, limit)) continue;
      cost += weight * lookup.size;
      found ||= lookup.found;
    }
    if (found) gain += remaining[call]!;
  });
  // A kind that no call has costs nothing and finds nobody.
  return { gain, cost: Math.max(cost, 1e-9) };
}
