import type { BlockingAtom } from './blockingAtoms.ts';

// Inner loops: a lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { imul } = Math;

/** A combination of atoms: records that share all of them are candidates. */
export interface BlockingKey {
  readonly name: string;
  readonly atoms: readonly BlockingAtom[];
  /** Values per row. */
  readonly width: number;
}

export const blockingKey = (atoms: readonly BlockingAtom[]): BlockingKey => ({
  name: atoms.map(({ name }) => name).join(' + '),
  atoms,
  width: atoms.reduce((product, { width }) => product * width, 1),
});

/** Hashes of a key's values: row r's from `r * width` on, each once; 0 where a part is missing. */
export function keyValues({ atoms, width }: BlockingKey, rowCount: number): Int32Array {
  const first = atoms[0]!;
  let values = new Int32Array(first.values.length);
  for (let at = 0; at < values.length; at++) {
    const value = first.values[at]!;
    values[at] = value === 0 ? 0 : mix(value, 0);
  }
  let done = first.width;
  atoms.slice(1).forEach((atom, position) => {
    if (done === 1 && atom.width === 1) {
      for (let row = 0; row < rowCount; row++) {
        const a = values[row]!;
        const b = atom.values[row]!;
        values[row] = a === 0 || b === 0 ? 0 : mix(a, imul(b, 0x9e3779b1) + position + 1);
      }
      return;
    }
    const next = new Int32Array(rowCount * done * atom.width);
    let at = 0;
    for (let row = 0; row < rowCount; row++) {
      for (let left = row * done; left < (row + 1) * done; left++) {
        for (let right = row * atom.width; right < (row + 1) * atom.width; right++) {
          const a = values[left]!;
          const b = atom.values[right]!;
          next[at++] = a === 0 || b === 0 ? 0 : mix(a, imul(b, 0x9e3779b1) + position + 1);
        }
      }
    }
    values = next;
    done *= atom.width;
  });
  if (width > 1) forgetRepeats(values, width);
  return values;
}

function forgetRepeats(values: Int32Array, width: number): void {
  for (let start = 0; start < values.length; start += width)
    for (let at = start + 1; at < start + width; at++)
      for (let before = start; before < at; before++) if (values[before] === values[at]) values[at] = 0;
}

/** Mixes two numbers to one that is never 0 (murmur3's finaliser). */
function mix(a: number, b: number): number {
  let hash = imul(a ^ (b >>> 16) ^ b, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = imul(hash ^ b, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash === 0 ? 1 : hash;
}
