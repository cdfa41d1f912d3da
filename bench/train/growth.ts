import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchSection } from '../bench.ts';
import type { OneFit } from './fitOnce.ts';
import type { Workload } from './trainContenders.ts';

export interface Growth extends OneFit {
  readonly rows: number;
}

/** Fits tables of several sizes, each in a process of its own, so that its memory is the fit's alone. */
export async function measureGrowth(
  sizes: readonly number[],
  { rounds, leaves }: Workload,
  signal: AbortSignal,
): Promise<Growth[]> {
  // From the sources this is TypeScript, compiled it is JavaScript: so is what stands beside it.
  const program = fileURLToPath(new URL(`./fitOnce${import.meta.url.slice(-3)}`, import.meta.url));
  const result: Growth[] = [];
  for (const rows of sizes) {
    const child = fork(program, [rows, rounds, leaves, 1].map(String), { signal });
    const [fit] = (await once(child, 'message', { signal })) as [OneFit];
    result.push({ rows, ...fit });
  }
  return result;
}

export function growthSection(growth: readonly Growth[], { rounds, leaves }: Workload): BenchSection {
  return {
    title: `Growth: ${rounds} rounds of ${leaves} leaves over 40 floats at one thread`,
    rows: growth.map(({ rows, wall, residentBefore, residentPeak }) => ({
      rows,
      seconds: round(wall),
      'microseconds per row': round((wall / rows) * 1e6),
      'MiB with the table': Math.round(residentBefore),
      'MiB at the peak': Math.round(residentPeak),
      'bytes more per row': Math.round(((residentPeak - residentBefore) * 2 ** 20) / rows),
    })),
  };
}

const round = (value: number) => Number(value.toPrecision(3));
