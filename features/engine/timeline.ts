import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { supersedes } from '../asOf.ts';

/** A fact as it was visible at the moments `from <= t < until`. */
export interface Stretch<F extends Fact = Fact> {
  readonly fact: F;
  readonly from: number;
  readonly until: number;
}

/** Visible once it has happened and is recorded, until it is taken back. */
export const visibleFrom = (fact: Fact): number =>
  fact.recordedAt > fact.occurredAt ? fact.recordedAt : fact.occurredAt;
export const visibleUntil = (fact: Fact): number =>
  fact.retractedAt === null ? Number.POSITIVE_INFINITY : fact.retractedAt;

/** In time order; facts of one moment by id. */
export function byTime(a: Fact, b: Fact): number {
  return a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * When each fact of one source was visible, in time order. Of a fact that was delivered more than once the version
 * recorded last is seen, as long as it stands: the others have the time that this leaves them. At no moment are two
 * versions of one fact visible, so that whoever goes on need not think of duplicates.
 */
export function stretchesOf<F extends Fact>(facts: readonly F[]): Stretch<F>[] {
  const stretches: Stretch<F>[] = [];
  if (isOrdered(facts) && isUnique(facts)) {
    for (const fact of facts) {
      const stretch = { fact, from: visibleFrom(fact), until: visibleUntil(fact) };
      if (stretch.from < stretch.until) stretches.push(stretch);
    }
    return stretches;
  }
  const versions = new Map<string, F[]>();
  for (const fact of facts) {
    const known = versions.get(fact.id);
    if (known) known.push(fact);
    else versions.set(fact.id, [fact]);
  }
  for (const group of versions.values()) stretches.push(...withoutOverlap(group));
  return stretches.sort((a, b) => byTime(a.fact, b.fact) || a.from - b.from);
}

/** Versions of one fact: the better takes its time first. */
function withoutOverlap<F extends Fact>(versions: readonly F[]): Stretch<F>[] {
  const best = versions.length === 1 ? versions : [...versions].sort((a, b) => (supersedes(a, b) ? -1 : 1));
  const visible: Stretch<F>[] = [];
  const taken: { from: number; until: number }[] = [];
  for (const fact of best) {
    const own = { from: visibleFrom(fact), until: visibleUntil(fact) };
    let left = [own];
    for (const { from, until } of taken)
      left = left.flatMap((piece) => [
        { from: piece.from, until: Math.min(piece.until, from) },
        { from: Math.max(piece.from, until), until: piece.until },
      ]);
    for (const piece of left) if (piece.from < piece.until) visible.push({ fact, ...piece });
    taken.push(own);
  }
  return visible;
}

function isOrdered(facts: readonly Fact[]): boolean {
  for (let index = 1; index < facts.length; index++)
    if (byTime(facts[index - 1]!, facts[index]!) > 0) return false;
  return true;
}

function isUnique(facts: readonly Fact[]): boolean {
  if (facts.length < 2) return true;
  const ids = new Set<string>();
  for (const { id } of facts) ids.add(id);
  return ids.size === facts.length;
}
