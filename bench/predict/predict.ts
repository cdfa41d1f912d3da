import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forestPredictor } from '../../models/boosting/predictor.ts';
import type { Bench } from '../bench.ts';
import { measureInTurns, ratio, spread, timed } from '../measure.ts';
import { writeNpy } from '../npy.ts';
import { findPeers, missingPeers } from '../peers.ts';
import { openPythonPeer } from '../pythonPeer.ts';
import { simulatedFloats } from '../simulatedFloats.ts';
import { importXgboost, type XgboostModel } from './importXgboost.ts';

const packages = ['numpy', 'xgboost'] as const;

/** `npm run bench -- predict` */
export const predictBench: Bench = {
  id: 'predict',
  summary: 'one row and batches through 200 trees of 31 leaves over 40 features, and reasons',
  async run({ folder, quick, signal, note }) {
    const table = simulatedFloats(quick ? 2000 : 20_000, 40, 7);
    const path = (name: string) => join(folder, name);
    writeNpy(path('values.npy'), table.values, [table.rowCount, 40]);
    writeNpy(path('target.npy'), table.target, [table.rowCount]);
    const python = findPeers(packages);
    const missing = missingPeers(python, packages);
    if (missing !== undefined) note(missing);
    if (python === undefined || python.missing.length > 0) return { figures: {}, sections: [] };
    const peer = openPythonPeer(python, 'predict.py', 1);
    try {
      await peer.call('load', {
        values: path('values.npy'),
        target: path('target.npy'),
        rounds: quick ? 20 : 200,
        leaves: 31,
      });
      await peer.call('train_xgboost', { model: path('xgboost.json') });
      const { forest } = importXgboost(
        JSON.parse(readFileSync(path('xgboost.json'), 'utf8')) as XgboostModel,
      );
      const { scoreOfRow } = forestPredictor(forest, 40);
      const count = 1000;
      const encoded = Array.from({ length: count }, (_, row) =>
        Float64Array.from(table.values.subarray(40 * row, 40 * (row + 1))),
      );
      const [ours, theirs] = await measureInTurns(
        [
          {
            name: 'linkloop',
            async run() {
              const { wall, cpu } = await timed(() => {
                for (const row of encoded) scoreOfRow(row);
              });
              return { wall: wall / count, cpu: cpu / count };
            },
          },
          { name: 'XGBoost', run: () => peer.time('rows', { model: 'xgboost', count }) },
        ],
        { rounds: quick ? 3 : 9, warmUps: 2, signal },
      );
      return {
        figures: { rowMicroseconds: spread(ours!).median * 1e6, rowRatioToXgboost: ratio(ours!, theirs!) },
        sections: [
          {
            title: 'One row, microseconds',
            rows: [ours!, theirs!].map((each) => ({
              what: each.name,
              median: (spread(each).median * 1e6).toFixed(2),
              low: (spread(each).low * 1e6).toFixed(2),
              high: (spread(each).high * 1e6).toFixed(2),
            })),
          },
        ],
      };
    } finally {
      peer.close();
    }
  },
};
