const sixteen = 16;
const headBytes = 16;
const partBytes = 32;
/** Fewer are filled up with parts that give nothing, so that the kernel need not count. */
const fewestParts = 3;

/** Bytes that a plan for up to `features` features can need. */
export function planBytes(features: number): number {
  const sixteens = Math.ceil(features / sixteen);
  // A sixteen of the row takes part in a sixteen of the plan once; they overlap in their order.
  return headBytes + 4 * sixteens + sixteens * headBytes + (2 + fewestParts) * sixteens * partBytes + 64;
}

/**
 * Where the bins of a row that a tree may ask for come from, for kernel `gatherChosenBins`: for every sixteen of them its
 * offset (u32), there how many sixteens of the row take part (u32, then 12 bytes of nothing), and for each its place in the
 * row (u32, 12 bytes of nothing) and 16 bytes: which of its bins goes there, 255 for none.
 */
export function writeGatherPlan(features: Int32Array, into: Uint8Array): void {
  const words = new Int32Array(into.buffer, into.byteOffset, into.byteLength >> 2);
  const sixteens = Math.ceil(features.length / sixteen);
  let next = Math.ceil((4 * sixteens) / headBytes) * headBytes;
  for (let each = 0; each < sixteens; each++) {
    words[each] = next;
    const head = next >> 2;
    words[head] = 0;
    next += headBytes;
    let place = -1;
    for (let at = each * sixteen; at < Math.min((each + 1) * sixteen, features.length); at++) {
      const feature = features[at]!;
      if (feature - (feature % sixteen) !== place) {
        place = feature - (feature % sixteen);
        words[head]!++;
        words[next >> 2] = place;
        into.fill(255, next + headBytes, next + partBytes);
        next += partBytes;
      }
      into[next - headBytes + (at % sixteen)] = feature % sixteen;
    }
    for (; words[head]! < fewestParts; words[head]!++) {
      words[next >> 2] = 0;
      into.fill(255, next + headBytes, next + partBytes);
      next += partBytes;
    }
  }
}
