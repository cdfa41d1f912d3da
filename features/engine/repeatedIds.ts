import type { Fact } from '../../prisma/repositories/historyRecord.ts';

/** An open hash table of positions, used again and again. */
let table = new Int32Array(256);
let hashes = new Int32Array(64);

/** Ids of facts that are there more than once; null: none. A Set per history would cost more than all features. */
export function repeatedIds(facts: readonly Fact[]): Set<string> | null {
  const { length } = facts;
  if (length < 2) return null;
  let size = 16;
  while (size < 2 * length) size *= 2;
  if (table.length < size) table = new Int32Array(size);
  else table.fill(0, 0, size);
  if (hashes.length < length) hashes = new Int32Array(2 * length);
  let repeated: Set<string> | null = null;
  for (let index = 0; index < length; index++) {
    const { id } = facts[index]!;
    const hash = hashOf(id);
    hashes[index] = hash;
    let slot = hash & (size - 1);
    for (;;) {
      const other = table[slot]! - 1;
      if (other < 0) {
        table[slot] = index + 1;
        break;
      }
      if (hashes[other] === hash && facts[other]!.id === id) {
        repeated ??= new Set();
        repeated.add(id);
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
  }
  return repeated;
}

/** FNV-1a over the last twelve characters, where ids differ. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = Math.max(0, id.length - 12); index < id.length; index++)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  return hash ^ (hash >>> 15);
}
