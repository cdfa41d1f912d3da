// xorshift32 (Marsaglia 2003), as models/boosting/drawer.ts.

/** Mixes a seed into a state that is not 0. */
export function startOf(seed: u32): u32 {
  let state = seed ^ 0x9e3779b9;
  state = (state ^ (state >> 16)) * 0x85ebca6b;
  state = (state ^ (state >> 13)) * 0xc2b2ae35;
  state ^= state >> 16;
  return state == 0 ? 1 : state;
}

/** Uniform in [0, bound); the state (u32) is at `state`. */
export function below(state: usize, bound: u32): u32 {
  let next = load<u32>(state);
  next ^= next << 13;
  next ^= next >> 17;
  next ^= next << 5;
  store<u32>(state, next);
  return <u32>((<u64>next * bound) >> 32);
}

/** As models/boosting/bootstrap.ts: how often (u8) each row is drawn. */
export function bootstrap(counts: usize, rowCount: u32, state: usize): void {
  memory.fill(counts, 0, rowCount);
  const high = (rowCount + 0xfffff) >> 20;
  for (let draw: u32 = 0; draw < rowCount; ) {
    const row = high == 1 ? below(state, rowCount) : (below(state, high) << 20) + below(state, 1 << 20);
    if (row >= rowCount) continue;
    const count = load<u8>(counts + row);
    store<u8>(counts + row, count < 255 ? count + 1 : 255);
    draw++;
  }
}
