import { Problem } from '../../base/problem.ts';
import { instantiateKernels, type Kernel } from './kernelModule.ts';

const pageBytes = 65536;
const mostPages = 65536;
/** The calls between threads have the first bytes for themselves. */
const reserved = 256;
/** Memory of at most this size is kept for the next fit. */
const keptBytes = 1 << 28;
const keptCount = 2;

/** Shared memory with the kernels that work on it; `take` hands out pieces one behind the other. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Record<string, Kernel>;
  /** Address of `bytes` bytes (any content) that start at a cache line. */
  take(bytes: number): number;
  float64(address: number, length: number): Float64Array;
  int32(address: number, length: number): Int32Array;
  uint8(address: number, length: number): Uint8Array;
  /** Gives everything back; once more does nothing. */
  close(): void;
}

interface Kept {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Record<string, Kernel>;
}

/** A memory cannot shrink and each reserves address space, so the next fit works in the memory of the last. */
const kept: Kept[] = [];

/** @throws Problem payload_too_large when `bytes` is more than WebAssembly can address (4 GiB) or the machine has */
export function openKernelMemory(bytes: number): KernelMemory {
  const pages = Math.ceil((bytes + reserved) / pageBytes);
  const { memory, kernels } = withPages(pages, bytes);
  let next = reserved;
  let closed = false;
  return {
    memory,
    kernels,
    take(size) {
      const address = next;
      next = Math.ceil((address + size) / 64) * 64;
      if (next > memory.buffer.byteLength) throw new RangeError('kernel memory was sized too small');
      return address;
    },
    float64: (address, length) => new Float64Array(memory.buffer, address, length),
    int32: (address, length) => new Int32Array(memory.buffer, address, length),
    uint8: (address, length) => new Uint8Array(memory.buffer, address, length),
    close() {
      if (closed) return;
      closed = true;
      if (memory.buffer.byteLength <= keptBytes && kept.length < keptCount) kept.push({ memory, kernels });
    },
  };
}

function withPages(pages: number, bytes: number): Kept {
  if (pages > mostPages) throw tooLarge(bytes);
  const found = kept.pop();
  try {
    if (found !== undefined) {
      const missing = pages - found.memory.buffer.byteLength / pageBytes;
      if (missing > 0) found.memory.grow(missing);
      return found;
    }
    const memory = new WebAssembly.Memory({ initial: pages, maximum: mostPages, shared: true });
    return { memory, kernels: instantiateKernels(memory) };
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(bytes, cause);
    throw cause;
  }
}

function tooLarge(bytes: number, cause?: unknown): Problem {
  return new Problem(
    'payload_too_large',
    `Growing trees on this table needs ${Math.ceil(bytes / 2 ** 20)} MiB of memory; 4096 MiB are the limit.`,
    {
      remedy: 'Use fewer rows, features or leaves.',
      findings: [
        {
          path: 'table',
          message: 'too large',
          received: bytes,
          allowed: 'at most 4096 MiB of working memory',
        },
      ],
      cause,
    },
  );
}
