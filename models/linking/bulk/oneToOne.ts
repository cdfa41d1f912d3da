import type { ScoredPairs } from './scoredPairs.ts';

/** Share of linked records with a second link from which on a record may have several. */
const exceptions = 0.02;

/** Whether records of two files seem to have one partner each: hardly any has two probable ones. */
export function partnersAreUnique(pairs: ScoredPairs, certain = 2): boolean {
  const partners = new Map<number, number>();
  for (let pair = 0; pair < pairs.size; pair++) {
    if (pairs.logOdds[pair]! < certain) continue;
    for (const row of [pairs.lefts[pair]!, pairs.rights[pair]!])
      partners.set(row, (partners.get(row) ?? 0) + 1);
  }
  let several = 0;
  for (const count of partners.values()) if (count > 1) several++;
  return several <= exceptions * partners.size;
}

/** The pairs above a threshold, most probable first, each row at most once. @returns their numbers */
export function assignOneToOne(pairs: ScoredPairs, leastLogOdds = 0): number[] {
  const taken = new Set<number>();
  const chosen: number[] = [];
  for (const pair of pairs.order()) {
    if (pairs.logOdds[pair]! <= leastLogOdds) break;
    const left = pairs.lefts[pair]!;
    const right = pairs.rights[pair]!;
    if (taken.has(left) || taken.has(right)) continue;
    taken.add(left).add(right);
    chosen.push(pair);
  }
  return chosen;
}
