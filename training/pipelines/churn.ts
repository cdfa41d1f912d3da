import { contractAttributeOf } from '../../features/contract.ts';
import {
  type ChurnModel,
  type ChurnModelData,
  churnModelFromData,
  fitChurnModel,
} from '../../models/churn/churnModel.ts';
import { churnFallback } from '../../models/churn/fallback.ts';
import type { Pipeline } from '../pipeline.ts';
import { baseRate } from './baseRate.ts';
import { classificationPipeline } from './classification.ts';

/** Churn within 30 days is what is judged; the 60-day risk is of the same hazard. */
export const churnPipeline: Pipeline = (context) => {
  const contractAttribute = contractAttributeOf(context.company.settings);
  return classificationPipeline<ChurnModel>(context, {
    task: 'churn',
    fit: (rows, options) => fitChurnModel(rows, { ...options, contractAttribute }),
    fromData: (data) => churnModelFromData(data as ChurnModelData),
    probabilities: (model, rows) => model.risks30(rows),
    baselines: (train) => [
      baseRate(train),
      { name: 'the fallback rule', probability: (row) => churnFallback(row.features).result.risk30 },
    ],
  });
};
