import { usefulThreads } from '../../models/linking/bulk/crew.ts';
import type { BenchSetting } from '../bench.ts';
import { forkOnce } from '../forkOnce.ts';
import type { OneDedupe } from './dedupeOnce.ts';
import type { DuplicatesFile } from './splink.ts';

/** Frees a file of duplicates in a process of its own, with all threads. */
export function dedupe({ path, id, cluster }: DuplicatesFile, { signal }: BenchSetting): Promise<OneDedupe> {
  return forkOnce<OneDedupe>('./dedupeOnce', import.meta.url, [path, id, cluster, usefulThreads()], {
    signal,
  });
}
