import { type BoostedTreesData, boostedTreesModel } from '../../models/boosting/boostedTreesModel.ts';
import { forestPredictor } from '../../models/boosting/predictor.ts';
import { treeShap } from '../../models/boosting/treeShap.ts';
import { type Contender, timedEach } from '../measure.ts';
import type { OnnxSession } from './openOnnx.ts';
import type { AskPeer } from './predictPeers.ts';
import { featureCount, type PredictTask } from './predictTask.ts';
import { rowByRow } from './rowByRow.ts';

/** Who predicts with the shared trees, by what is asked of them; ours come first. */
export interface TreeContenders {
  readonly row: readonly (Contender | undefined)[];
  readonly batch: readonly (Contender | undefined)[];
  readonly reasons: readonly (Contender | undefined)[];
}

export function treeContenders(
  data: BoostedTreesData,
  { encoded, columns, rows, table }: PredictTask,
  peer: AskPeer,
  onnx: OnnxSession | undefined,
  counts: { readonly rows: number; readonly reasons: number },
): TreeContenders {
  const model = boostedTreesModel(data);
  const { scoreOfRow, scores } = forestPredictor(data.forest, featureCount);
  const plain = forestPredictor(data.forest, featureCount, 'plain');
  const explain = treeShap(data.forest, featureCount);
  const singles = encoded.slice(0, counts.rows).map((row) => Float32Array.from(row));
  const all = table.rowCount;
  return {
    row: [
      rowByRow('linkloop', counts.rows, (row) => scoreOfRow(encoded[row]!)),
      rowByRow('linkloop predictRow of an object', counts.rows, (row) => model.predictRow(rows[row]!)),
      rowByRow('linkloop in plain TypeScript', counts.rows, (row) => plain.scoreOfRow(encoded[row]!)),
      peer('XGBoost inplace_predict', 'rows', 'xgboost', counts.rows),
      peer('LightGBM predict', 'rows', 'lightgbm', counts.rows),
      peer('scikit-learn HGB decision_function', 'rows', 'sklearn', Math.min(counts.rows, 100)),
      onnx && {
        name: 'onnxruntime-node',
        run: () =>
          timedEach(counts.rows, async () => {
            for (const single of singles) await onnx.scores(single, 1);
          }),
      },
    ],
    batch: [
      { name: 'linkloop', run: () => timedEach(all, () => scores(columns, all)) },
      peer('XGBoost inplace_predict', 'batch', 'xgboost', all),
      peer('LightGBM predict', 'batch', 'lightgbm', all),
      peer('scikit-learn HGB decision_function', 'batch', 'sklearn', all),
      onnx && { name: 'onnxruntime-node', run: () => timedEach(all, () => onnx.scores(table.values, all)) },
    ],
    reasons: [
      rowByRow('linkloop', counts.reasons, (row) => explain(encoded[row]!)),
      rowByRow('linkloop explainRow of an object', counts.reasons, (row) => model.explainRow(rows[row]!)),
      peer('XGBoost pred_contribs', 'rows', 'xgboost_shap', counts.reasons),
      peer('LightGBM pred_contrib', 'rows', 'lightgbm_shap', counts.reasons),
    ],
  };
}
