import { encodeArtifact } from '../../models/artifact.ts';
import type { Pipeline, Pipelines } from '../../training/pipeline.ts';
import type { Measured } from '../../training/report.ts';

const measured: Measured = { value: 0, low: 0, high: 0 };

/** Pipelines that learn nothing, at once; `halfWay` is called between begin and registration. */
export function stubPipelines(halfWay: () => Promise<void> = async () => {}): Pipelines {
  const pipeline: Pipeline = async ({ asOf, runId }) => {
    await halfWay();
    return {
      artifact: encodeArtifact('stub', { runId }),
      evaluation: {
        rows: 100,
        positives: 50,
        split: { kind: 'time', trainRows: 80, holdoutRows: 20, from: '', to: '' },
        metrics: {},
        loss: 'log-loss',
        champion: null,
        baseline: { name: 'nothing', metrics: {}, difference: measured },
        refitted: false,
        notes: [],
      },
      gate: { passed: true, reasons: [] },
      learnedFrom: [],
      dataset: {
        path: 'nowhere',
        hash: '0',
        definitionHash: '0',
        rowCount: 100,
        asOfFrom: asOf,
        asOfTo: asOf,
        manifest: {},
      },
    };
  };
  return { linking: pipeline, churn: pipeline, clv: pipeline, nba: pipeline, lead_score: pipeline };
}
