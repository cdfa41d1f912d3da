import { shareStart } from './share';

/**
 * Lays the columns (u8, `columnBytes` apart) out in groups of four, a word per row and group, groups `wordsBytes` apart.
 */
export function toWords(
  thread: u32,
  threads: u32,
  rowCount: u32,
  featureCount: u32,
  columns: usize,
  columnBytes: usize,
  words: usize,
  wordsBytes: usize,
): void {
  const groups = (featureCount + 3) >> 2;
  const to = shareStart(groups, thread + 1, threads, 1);
  for (let group = shareStart(groups, thread, threads, 1); group < to; group++) {
    const width = min<u32>(4, featureCount - 4 * group);
    const first = columns + <usize>(4 * group) * columnBytes;
    const out = words + <usize>group * wordsBytes;
    for (let row: u32 = 0; row < rowCount; row++) {
      let word: u32 = 0;
      for (let each: u32 = 0; each < width; each++)
        word |= <u32>load<u8>(first + <usize>each * columnBytes + row) << (each << 3);
      store<u32>(out + (<usize>row << 2), word);
    }
  }
}

/** Lays the groups' words out row by row, `stride` bytes per row, block by block so that both stay in the cache. */
export function toRowMajor(
  thread: u32,
  threads: u32,
  rowCount: u32,
  featureCount: u32,
  words: usize,
  wordsBytes: usize,
  rowMajor: usize,
  stride: u32,
): void {
  const block: u32 = 256;
  const groups = (featureCount + 3) >> 2;
  const end = shareStart(rowCount, thread + 1, threads, block);
  for (let from = shareStart(rowCount, thread, threads, block); from < end; from += block) {
    const to = min<u32>(from + block, end);
    memory.fill(rowMajor + <usize>from * stride, 0, <usize>(to - from) * stride);
    for (let group: u32 = 0; group < groups; group++) {
      const run = words + <usize>group * wordsBytes;
      for (let row = from; row < to; row++)
        store<u32>(rowMajor + <usize>row * stride + (group << 2), load<u32>(run + (<usize>row << 2)));
    }
  }
}
