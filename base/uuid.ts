import { randomFillSync } from 'node:crypto';

/** Random bytes are fetched in bulk: one call per id costs more than the rest of it. */
const pool = Buffer.alloc(16 * 1024);
let used = pool.length;

let lastMilliseconds = 0;
let sequence = 0;

/**
 * A UUID version 7 (RFC 9562): sorts by the moment it was made, and within this process strictly, because
 * the 12 bits after the milliseconds count up (method 1 of section 6.2). Made from the machine's clock even
 * when the system lives in simulated time: ids order what was written, they do not date it.
 */
export function uuid(): string {
  const now = Date.now();
  if (now > lastMilliseconds) {
    lastMilliseconds = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMilliseconds++;
    sequence = 0;
  }
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  bytes.writeUIntBE(lastMilliseconds, 0, 6);
  bytes[6] = 0x70 | (sequence >> 8);
  bytes[7] = sequence & 0xff;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
