import type { Pipelines } from './pipeline.ts';
import { churnPipeline } from './pipelines/churn.ts';
import { clvPipeline } from './pipelines/clv.ts';
import { leadScorePipeline } from './pipelines/leadScore.ts';
import { linkingPipeline } from './pipelines/linking.ts';
import { nbaPipeline } from './pipelines/nba.ts';

/** How each task is trained. */
export const pipelines: Pipelines = {
  linking: linkingPipeline,
  churn: churnPipeline,
  clv: clvPipeline,
  nba: nbaPipeline,
  lead_score: leadScorePipeline,
};
