// A lookup in the global object costs more than the function, inside contexts of node:vm above all.
const { imul } = Math;

const high = 2 ** 32;

/** One round of MurmurHash3's mixing (A. Appleby, public domain): a bijection of `state` for any `value`. */
function mixed(state: number, value: number, multiplier: number): number {
  let mix = imul(state ^ value, multiplier);
  mix ^= mix >>> 15;
  mix = imul(mix, 0x2c1b3c6d);
  return mix ^ (mix >>> 13);
}

const joined = (left: number, right: number): number => (left & 0xffff) * high + (right >>> 0);

/** Hash of a sequence of integers, in [0, 2^48). */
export function hashIntegers(values: readonly number[]): number {
  let left = 0x51ed270b ^ values.length;
  let right = 0x3c6ef372;
  for (const value of values) {
    left = mixed(left, value, 0x85ebca6b);
    right = mixed(right, value, 0x9e3779b1);
  }
  return joined(left, right);
}

/** Hash of a text by its UTF-16 units, in [0, 2^48). */
export function hashText(text: string): number {
  let left = 0x51ed270b ^ text.length;
  let right = 0x3c6ef372;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    left = imul(left ^ unit, 0x01000193);
    right = imul(right ^ unit, 0x85ebca6b);
    right ^= right >>> 13;
  }
  return joined(mixed(left, right, 0x85ebca6b), mixed(right, left, 0x9e3779b1));
}
