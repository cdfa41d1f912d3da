import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchSetting } from '../bench.ts';
import type { Contender } from '../measure.ts';
import { readNpy, writeNpy } from '../npy.ts';
import { findPeers, missingPeers } from '../peers.ts';
import { openPythonPeer, type PythonPeer } from '../pythonPeer.ts';
import { importXgboost, type XgboostModel } from './importXgboost.ts';
import type { PredictTask, SharedForest } from './predictTask.ts';

const packages = ['numpy', 'xgboost', 'lightgbm', 'sklearn'] as const;
const trained = ['xgboost', 'lightgbm', 'sklearn'] as const;
export type PeerName = (typeof trained)[number];

/** The Python peers, trained. */
export interface PredictPeers {
  readonly peer: PythonPeer;
  readonly names: readonly PeerName[];
  readonly versions: Readonly<Record<string, string>>;
  /** XGBoost's trees, and what it scores every row. */
  readonly shared: (SharedForest & { readonly scores: Float64Array }) | undefined;
}

/** Undefined when no Python with NumPy and a peer is there; which are missing is noted. */
export async function openPredictPeers(
  { table }: PredictTask,
  { rounds, leaves }: { rounds: number; leaves: number },
  { folder, note }: BenchSetting,
): Promise<PredictPeers | undefined> {
  const python = findPeers(packages);
  const missing = missingPeers(python, packages);
  if (missing !== undefined) note(missing);
  const names = trained.filter((name) => python?.versions[name] !== undefined);
  if (python?.versions.numpy === undefined || names.length === 0) return undefined;
  const path = (name: string) => join(folder, name);
  writeNpy(path('values.npy'), table.values, [table.rowCount, table.featureCount]);
  writeNpy(path('target.npy'), table.target, [table.rowCount]);
  const peer = openPythonPeer(python, 'predict.py', 1);
  try {
    await peer.call('load', { values: path('values.npy'), target: path('target.npy'), rounds, leaves });
    for (const name of names) {
      note(`${name} ${python.versions[name]} trains`);
      await peer.call(`train_${name}`, name === 'xgboost' ? { model: path('xgboost.json') } : {});
    }
    const { versions } = python;
    if (!names.includes('xgboost')) return { peer, names, versions, shared: undefined };
    await peer.call('scores', { model: 'xgboost', out: path('scores.npy') });
    const model = JSON.parse(readFileSync(path('xgboost.json'), 'utf8')) as XgboostModel;
    const shared = { ...importXgboost(model), scores: readNpy(path('scores.npy')) };
    return { peer, names, versions, shared };
  } catch (error) {
    peer.close();
    throw error;
  }
}

/** A model of a peer as a contender that predicts `count` rows; undefined when it takes no part. */
export type AskPeer = (
  name: string,
  call: 'rows' | 'batch',
  model: string,
  count: number,
) => Contender | undefined;

export function askPeers(peers: PredictPeers | undefined): AskPeer {
  return (name, call, model, count) => {
    if (peers === undefined || !peers.names.some((each) => model.startsWith(each))) return undefined;
    return { name, run: () => peers.peer.time(call, { model, count }) };
  };
}
