import type { Pipeline, Pipelines } from './pipeline.ts';
import { churnPipeline } from './pipelines/churn.ts';
import { leadScorePipeline } from './pipelines/leadScore.ts';
import { nbaPipeline } from './pipelines/nba.ts';

const pending: Pipeline = () => Promise.reject(new Error('being built'));

/** How each task is trained. */
export const pipelines: Pipelines = {
  linking: pending,
  churn: churnPipeline,
  clv: pending,
  nba: nbaPipeline,
  lead_score: leadScorePipeline,
};
