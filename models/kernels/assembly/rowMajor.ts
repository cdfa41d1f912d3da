import { shareStart } from './share';

/**
 * Writes the columns (u8, `columnBytes` apart) row by row, `stride` bytes (a multiple of 8) per row. Eight columns of a
 * block of rows are turned at a time, so that what is read and written stays in the cache.
 */
export function toRowMajor(
  thread: u32,
  threads: u32,
  rowCount: u32,
  featureCount: u32,
  columns: usize,
  columnBytes: usize,
  table: usize,
  stride: u32,
): void {
  const block: u32 = 512;
  const end = shareStart(rowCount, thread + 1, threads, block);
  for (let from = shareStart(rowCount, thread, threads, block); from < end; from += block) {
    const to = min<u32>(from + block, end);
    for (let feature: u32 = 0; feature < featureCount; feature += 8) {
      const width = min<u32>(8, featureCount - feature);
      const first = columns + <usize>feature * columnBytes;
      for (let row = from; row < to; row++) {
        let word: u64 = 0;
        for (let each: u32 = 0; each < width; each++)
          word |= <u64>load<u8>(first + <usize>each * columnBytes + row) << (each << 3);
        store<u64>(table + <usize>row * stride + feature, word);
      }
    }
  }
}
