/** Where the part of thread `thread` out of `threads` begins when `count` things are divided into runs of `unit`. */
export function shareStart(count: u32, thread: u32, threads: u32, unit: u32): u32 {
  const units = (count + unit - 1) / unit;
  return min<u32>(<u32>((<u64>units * thread) / threads) * unit, count);
}
