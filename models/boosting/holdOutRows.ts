import { seededRandom } from '../../base/random.ts';
import type { BoostRows } from './boost.ts';

/**
 * Draws a share of the rows to hold out, the same share of every class; both parts in row order.
 * @param classCount how many classes the targets are indices of; undefined for numbers
 */
export function holdOutRows(
  target: Float64Array,
  share: number,
  classCount: number | undefined,
  seed: number,
): Required<BoostRows> {
  const random = seededRandom(seed);
  const groups: number[][] = Array.from({ length: classCount ?? 1 }, () => []);
  target.forEach((value, row) => {
    groups[classCount === undefined ? 0 : value]!.push(row);
  });
  const held = new Uint8Array(target.length);
  for (const rows of groups)
    for (const row of random.shuffle(rows).slice(0, Math.round(share * rows.length))) held[row] = 1;
  const rows = Int32Array.from(target.keys());
  return { learned: rows.filter((row) => held[row] === 0), heldOut: rows.filter((row) => held[row] === 1) };
}
