import { drawer } from './drawer.ts';

/** How often each row is drawn when as many rows are drawn with replacement as there are (at most 255 times). */
export function bootstrapCounts(rowCount: number, seed: number): Uint8Array {
  const counts = new Uint8Array(rowCount);
  const random = drawer(seed);
  const high = Math.ceil(rowCount / 2 ** 20);
  for (let draw = 0; draw < rowCount; draw++) {
    // In two parts, because one draw reaches only 2^20.
    const row = high === 1 ? random.below(rowCount) : random.below(high) * 2 ** 20 + random.below(2 ** 20);
    if (row >= rowCount) draw--;
    else if (counts[row]! < 255) counts[row]!++;
  }
  return counts;
}
