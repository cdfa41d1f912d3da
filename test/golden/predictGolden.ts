import {
  type CalibratedClassifierData,
  calibratedClassifierFromData,
} from '../../models/calibratedClassifier.ts';
import { modelFromData, multiclassModelFromData } from '../../models/catalogue.ts';
import type { ChurnModelData } from '../../models/churn/churnModel.ts';
import type { ModelData } from '../../models/estimator.ts';
import type { LeadScoreModelData } from '../../models/lead-score/leadScoreModel.ts';
import type { LifetimeValueModelData } from '../../models/lifetime-value/lifetimeValueModel.ts';
import {
  type TransactionModelData,
  transactionModelFromData,
} from '../../models/lifetime-value/transactionModel.ts';
import type { LinkerData } from '../../models/linking/linkerData.ts';
import type { NextBestActionModelData } from '../../models/next-best-action/nextBestActionModel.ts';
import type { Row } from '../../models/table.ts';
import { churnPredictions } from './churnGolden.ts';
import { leadScorePredictions } from './leadScoreGolden.ts';
import { lifetimeValuePredictions } from './lifetimeValueGolden.ts';
import { linkerPredictions } from './linkerGolden.ts';
import { nextBestActionPredictions } from './nextBestActionGolden.ts';

/** Predictions of whatever an artifact holds; of several classes all probabilities, row after row. */
export function predictGolden(data: ModelData, rows: readonly Row[]): number[] {
  if (data.kind === 'calibrated-classifier') {
    const classifier = calibratedClassifierFromData(data as CalibratedClassifierData);
    return rows.map((row) => classifier.probability(row));
  }
  if (data.kind.startsWith('multiclass-') || data.kind === 'multinomial-regression') {
    const model = multiclassModelFromData(data);
    return rows.flatMap((row) => [...model.predictRow(row)]);
  }
  if (data.kind === 'transaction-model') {
    const model = transactionModelFromData(data as TransactionModelData);
    return rows.map((_, row) => model.expectedPurchases({ frequency: row, recency: 4 * row, age: 30 }, 52));
  }
  if (data.kind === 'linker') return linkerPredictions(data as LinkerData, rows.length);
  if (data.kind === 'churn') return churnPredictions(data as ChurnModelData, rows);
  if (data.kind === 'lifetime-value') return lifetimeValuePredictions(data as LifetimeValueModelData, rows);
  if (data.kind === 'lead-score') return leadScorePredictions(data as LeadScoreModelData, rows);
  if (data.kind === 'next-best-action')
    return nextBestActionPredictions(data as NextBestActionModelData, rows);
  const model = modelFromData(data);
  return rows.map((row) => model.predictRow(row));
}
