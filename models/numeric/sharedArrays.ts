/**
 * Typed arrays on shared memory: posted to a thread they are not copied. Whoever writes to them while others read has
 * to see to it that the others wait.
 */
export const sharedInt32 = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
export const sharedUint16 = (length: number): Uint16Array =>
  new Uint16Array(new SharedArrayBuffer(2 * length));
export const sharedUint8 = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));
export const sharedFloat64 = (length: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(8 * length));

/** The numbers on shared memory. */
export function sharedInt32From(values: ArrayLike<number>): Int32Array {
  const array = sharedInt32(values.length);
  array.set(values);
  return array;
}
