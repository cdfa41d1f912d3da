/**
 * Exact path-dependent TreeSHAP of one row; models/boosting/shapMemory.ts lays the memory out and models/boosting/
 * treeShap.ts tells the mathematics. Nodes of a tree are numbered from its root, 0, each after its parent. All vectors
 * hold one number per quadrature point; the points are even in number.
 *
 * A tree, 16 bytes: its first node and how many it has, its number of pairs of points, and the address of their points
 * t, then 1 / (1 - t), then weights. A node, 48 bytes:
 *
 *   0 f64  share of the training rows that take the path's branches on its feature when the feature is unknown
 *   8 f64  the same at the nearest node above that a branch on the same feature leads to; 1 when there is none
 *  16 f64  the first over the second, 24 f64 value of a leaf
 *  32 u32  parent, 36 u32 the nearest node above that a branch on the same feature leads to, or the root
 *  40 u32  address of the feature's effect, 44 u32 1 for a leaf
 */

const nodeBytes: usize = 48;

/**
 * Adds to the effects, which start as 0.
 * @param taken for each node of all trees a byte: 1 when the row takes the branch that leads to it
 * @param known scratch, a byte for each node of the largest tree
 * @param product scratch, as are `inverse` and `sum`: a vector for each node of the largest tree
 */
export function explain(
  trees: usize,
  treeCount: u32,
  nodes: usize,
  taken: usize,
  known: usize,
  product: usize,
  inverse: usize,
  sum: usize,
): void {
  const one = f64x2.splat(1);
  for (let tree: u32 = 0; tree < treeCount; tree++, trees += 16) {
    const first = <usize>load<u32>(trees);
    const count = <usize>load<u32>(trees, 4);
    const bytes = <usize>load<u32>(trees, 8) << 4;
    const points = <usize>load<u32>(trees, 12);
    const reciprocals = points + bytes;
    const weights = reciprocals + bytes;
    const start = nodes + first * nodeBytes;

    store<u8>(known, 1);
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(product + at, v128.load(weights + at));
      v128.store(inverse + at, one);
    }
    memory.fill(sum, 0, count * bytes);

    // Down: the product over the path's features of known t + share (1 - t).
    for (let node: usize = 1; node < count; node++) {
      const record = start + node * nodeBytes;
      const above = <usize>load<u32>(record, 36);
      const from = product + <usize>load<u32>(record, 32) * bytes;
      const to = product + node * bytes;
      if (!load<u8>(known + above)) {
        store<u8>(known + node, 0);
        const share = f64x2.splat(load<f64>(record, 16));
        for (let at: usize = 0; at < bytes; at += 16)
          v128.store(to + at, f64x2.mul(v128.load(from + at), share));
        continue;
      }
      const divisor = inverse + above * bytes;
      const share = f64x2.splat(load<f64>(record));
      if (load<u8>(taken + first + node)) {
        store<u8>(known + node, 1);
        const own = inverse + node * bytes;
        for (let at: usize = 0; at < bytes; at += 16) {
          const t = v128.load(points + at);
          const factor = f64x2.add(t, f64x2.mul(share, f64x2.sub(one, t)));
          v128.store(own + at, f64x2.div(one, factor));
          v128.store(to + at, f64x2.mul(f64x2.mul(v128.load(from + at), factor), v128.load(divisor + at)));
        }
      } else {
        store<u8>(known + node, 0);
        for (let at: usize = 0; at < bytes; at += 16) {
          const factor = f64x2.mul(share, f64x2.sub(one, v128.load(points + at)));
          v128.store(to + at, f64x2.mul(f64x2.mul(v128.load(from + at), factor), v128.load(divisor + at)));
        }
      }
    }

    // Up: the sum over the leaves below of value x product; a branch earns what its factor's derivative makes of it.
    for (let node = count - 1; node > 0; node--) {
      const record = start + node * nodeBytes;
      const above = <usize>load<u32>(record, 36);
      const own = sum + node * bytes;
      const parent = sum + <usize>load<u32>(record, 32) * bytes;
      if (load<u32>(record, 44)) {
        const value = f64x2.splat(load<f64>(record, 24));
        const from = product + node * bytes;
        for (let at: usize = 0; at < bytes; at += 16)
          v128.store(own + at, f64x2.mul(value, v128.load(from + at)));
      }
      for (let at: usize = 0; at < bytes; at += 16)
        v128.store(parent + at, f64x2.add(v128.load(parent + at), v128.load(own + at)));
      if (!load<u8>(known + above)) continue;
      const others = inverse + above * bytes;
      const rest = f64x2.splat(1 - load<f64>(record, 8));
      let effect = f64x2.splat(0);
      if (load<u8>(known + node)) {
        const gain = f64x2.splat(1 - load<f64>(record));
        const mine = inverse + node * bytes;
        for (let at: usize = 0; at < bytes; at += 16) {
          const change = f64x2.sub(
            f64x2.mul(gain, v128.load(mine + at)),
            f64x2.mul(rest, v128.load(others + at)),
          );
          effect = f64x2.add(effect, f64x2.mul(v128.load(own + at), change));
        }
      } else
        for (let at: usize = 0; at < bytes; at += 16) {
          const change = f64x2.add(v128.load(reciprocals + at), f64x2.mul(rest, v128.load(others + at)));
          effect = f64x2.sub(effect, f64x2.mul(v128.load(own + at), change));
        }
      const target = <usize>load<u32>(record, 40);
      store<f64>(target, load<f64>(target) + f64x2.extract_lane(effect, 0) + f64x2.extract_lane(effect, 1));
    }
  }
}
