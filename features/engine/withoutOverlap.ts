import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { supersedes } from '../asOf.ts';
import { visibleFrom, visibleUntil } from './timeline.ts';

/** When which of the versions of one fact was visible: the better takes its time first. */
export function withoutOverlap<F extends Fact>(
  versions: readonly F[],
): { readonly fact: F; readonly from: number; readonly until: number }[] {
  const best = [...versions].sort((a, b) => (supersedes(a, b) ? -1 : 1));
  const visible: { fact: F; from: number; until: number }[] = [];
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
