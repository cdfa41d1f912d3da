import { logisticRegression } from '../../models/logisticRegression.ts';
import { neuralClassifier } from '../../models/neuralNetwork.ts';
import type { Contender } from '../measure.ts';
import type { AskPeer } from './predictPeers.ts';
import type { PredictTask } from './predictTask.ts';
import { rowByRow } from './rowByRow.ts';

/** A linear model and a network of 64 and 32 units, ours and scikit-learn's. */
export async function linearAndNeural(
  { dataset, rows }: PredictTask,
  peer: AskPeer,
  count: number,
  signal: AbortSignal,
): Promise<{ linear: (Contender | undefined)[]; neural: (Contender | undefined)[] }> {
  const linear = await logisticRegression.fit(dataset, { signal });
  const neural = await neuralClassifier.fit(dataset, { signal, hidden: [64, 32], epochs: 2 });
  return {
    linear: [
      rowByRow('linkloop linear predictRow', count, (row) => linear.predictRow(rows[row]!)),
      peer('scikit-learn LogisticRegression predict_proba', 'rows', 'sklearn_linear', count),
    ],
    neural: [
      rowByRow('linkloop neural predictRow', count, (row) => neural.predictRow(rows[row]!)),
      peer('scikit-learn MLPClassifier predict_proba', 'rows', 'sklearn_neural', count),
    ],
  };
}
