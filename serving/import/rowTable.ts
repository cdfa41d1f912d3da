/**
 * String -> unsigned 32-bit number for millions of keys at about 32 bytes each: keys are kept as 96-bit hashes (two
 * of a billion keys meet with a chance of about 10^-11).
 */
export class RowTable {
  #slots = new Uint32Array(4 * 1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): number | undefined {
    const slot = this.#find(this.#slots, hashes(key));
    return this.#slots[slot + 3] === 0 ? undefined : this.#slots[slot + 3]! - 1;
  }

  set(key: string, value: number): void {
    if ((this.#size + 1) * 8 > this.#slots.length) this.#grow();
    const hash = hashes(key);
    const slot = this.#find(this.#slots, hash);
    if (this.#slots[slot + 3] === 0) this.#size++;
    this.#slots.set(hash, slot);
    // 0 marks a free slot.
    this.#slots[slot + 3] = value + 1;
  }

  #find(slots: Uint32Array, [a, b, c]: Hash): number {
    const mask = slots.length / 4 - 1;
    for (let index = a & mask; ; index = (index + 1) & mask) {
      const slot = index * 4;
      if (slots[slot + 3] === 0) return slot;
      if (slots[slot] === a && slots[slot + 1] === b && slots[slot + 2] === c) return slot;
    }
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += 4) {
      if (old[slot + 3] === 0) continue;
      const entry = old.subarray(slot, slot + 4);
      slots.set(entry, this.#find(slots, [entry[0]!, entry[1]!, entry[2]!]));
    }
    this.#slots = slots;
  }
}

type Hash = readonly [number, number, number];

/** Three murmur-like streams over UTF-16 units, each with its own multipliers. */
function hashes(key: string): Hash {
  let a = 0x9747b28c ^ key.length;
  let b = 0x2f6b1d3a;
  let c = 0x51ed270b;
  for (let index = 0; index < key.length; index++) {
    const unit = key.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x85ebca6b);
    a ^= a >>> 13;
    b = Math.imul(b ^ unit, 0xc2b2ae35);
    b ^= b >>> 15;
    c = Math.imul(c ^ unit, 0x27d4eb2f);
    c ^= c >>> 14;
  }
  return [finish(a), finish(b), finish(c)];
}

function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
