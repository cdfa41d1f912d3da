import { usefulThreads } from '../../models/linking/bulk/crew.ts';
import type { BenchSetting } from '../bench.ts';
import type { PeerPython } from '../peers.ts';
import { openPythonPeer } from '../pythonPeer.ts';
import { dedupe } from './dedupe.ts';

/** A file to be freed of duplicates; `kind` chooses the settings in bench/peers/link.py. */
export interface DuplicatesFile {
  readonly path: string;
  readonly id: string;
  readonly cluster: string;
  readonly kind: 'historical' | 'generated';
}

interface Freed {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface SplinkComparison {
  readonly version: string;
  readonly file: DuplicatesFile['kind'];
  readonly rows: number;
  readonly ours: Freed;
  readonly theirs: Freed;
  /** Our seconds and F1 over theirs. */
  readonly timeRatio: number;
  readonly f1Ratio: number;
}

/** Frees one file of duplicates with both, one after the other, with as many threads. */
export async function againstSplink(
  python: PeerPython,
  file: DuplicatesFile,
  setting: BenchSetting,
): Promise<SplinkComparison> {
  const threads = usefulThreads();
  setting.note(`linkloop and Splink ${python.versions.splink}, ${file.kind} records`);
  const ours = await dedupe(file, setting);
  const peer = openPythonPeer(python, 'link.py', threads);
  try {
    const { path, id, cluster, kind } = file;
    const theirs = await peer.call<Freed>('dedupe', {
      path,
      id_column: id,
      cluster_column: cluster,
      kind,
      threads,
    });
    return {
      version: python.versions.splink!,
      file: kind,
      rows: ours.rows,
      ours,
      theirs,
      timeRatio: ours.seconds / theirs.seconds,
      f1Ratio: ours.f1 / theirs.f1,
    };
  } finally {
    peer.close();
  }
}
