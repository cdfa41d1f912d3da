import type { DatasetRecipe, PairsRecipe } from '../../features/datasetRecipe.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { writeSnapshot } from '../../features/datasetSnapshot.ts';
import type { PipelineContext, PipelineResult } from '../pipeline.ts';

/** Writes a run's training table and describes it for the registry. */
export async function snapshotRows(
  context: PipelineContext,
  table: {
    readonly task: string;
    readonly rows: readonly DatasetRow[];
    readonly definitionHash: string;
    readonly labelDefinition: string;
    readonly horizonDays: number;
    readonly recipe?: DatasetRecipe | PairsRecipe;
    readonly censored?: number;
  },
): Promise<PipelineResult['dataset']> {
  const { path, hash, manifest } = await writeSnapshot({
    directory: context.dataDirectory,
    companyId: context.company.id,
    task: table.task,
    rows: table.rows,
    definitionHash: table.definitionHash,
    labelDefinition: table.labelDefinition,
    horizonDays: table.horizonDays,
    ...(table.recipe === undefined ? {} : { recipe: table.recipe }),
    ...(table.censored === undefined ? {} : { censored: table.censored }),
  });
  return {
    path,
    hash,
    manifest,
    definitionHash: table.definitionHash,
    rowCount: table.rows.length,
    asOfFrom: new Date(manifest.asOfFrom),
    asOfTo: new Date(manifest.asOfTo),
  };
}
