import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Artifact, decodeArtifact, encodeArtifact } from '../../models/artifact.ts';
import type { ModelData } from '../../models/estimator.ts';
import type { PipelineContext } from '../pipeline.ts';
import { type Evaluation, type TrainingReport, versionName } from '../report.ts';

/**
 * A registered model has been fitted on all rows there were, today's held-out ones among them, so its score
 * on them says nothing. What was evaluated is its twin, fitted on the earlier part only: today's held-out
 * rows are usually later than anything it has seen (heldOut.ts tells which are). The twin of each version is kept below the data folder.
 */
const twinPath = (context: PipelineContext, task: string, runId: string) =>
  join(context.dataDirectory, 'evaluated', context.company.id, task, `${runId}.artifact`);

/** Keeps the model that this run has evaluated. */
export async function keepTwin(context: PipelineContext, task: string, data: ModelData): Promise<void> {
  const path = twinPath(context, task, context.runId);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, encodeArtifact(data.kind, data));
}

/** The champion's twin; null: no champion, or its files are not on this machine. */
export async function championTwin(
  context: PipelineContext,
): Promise<(Artifact & { readonly name: string; readonly split: Evaluation['split'] }) | null> {
  const { champion } = context;
  if (champion === null) return null;
  try {
    const bytes = await readFile(twinPath(context, champion.task, champion.trainingRunId));
    const { split } = champion.report as TrainingReport;
    return { ...decodeArtifact(bytes), name: versionName(champion), split };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
