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

/** Churn within 30 days is what is judged; the 60-day risk is fitted along with it. */
export const churnPipeline: Pipeline = (context) =>
  classificationPipeline<ChurnModel>(context, {
    task: 'churn',
    fit: fitChurnModel,
    fromData: (data) => churnModelFromData(data as ChurnModelData),
    probabilities: (model, rows) => model.risks30(rows.map(({ features }) => features)),
    baselines: (train) => [
      baseRate(train),
      { name: 'the fallback rule', probability: (row) => churnFallback(row.features).result.risk30 },
    ],
  });
