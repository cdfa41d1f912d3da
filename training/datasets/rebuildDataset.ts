import { Problem } from '../../base/problem.ts';
import { buildDataset } from '../../features/buildDataset.ts';
import type { PairsRecipe } from '../../features/datasetRecipe.ts';
import { readSnapshot, writeSnapshot } from '../../features/datasetSnapshot.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import type { DatasetRecord } from '../../prisma/repositories/datasets.ts';
import { linkingExamples } from '../pipelines/linkingExamples.ts';
import { pairsDataset } from '../pipelines/pairsDataset.ts';
import { erasedSubjects } from './describeDataset.ts';
import { type DatasetDiff, diffRows } from './diffDatasets.ts';
import { manifestOf } from './findDataset.ts';

export interface Rebuilt {
  /** Whether the same rows came out, to the bit. */
  readonly same: boolean;
  readonly hash: string;
  readonly path: string;
  readonly rows: number;
  /** Subjects left out because they asked to be erased. */
  readonly erasedSubjects: number;
  /** Whether features are defined differently now. */
  readonly otherDefinitions: boolean;
  /** Against the rows as they were; null: those are not on this machine. */
  readonly diff: DatasetDiff | null;
}

/**
 * Builds a dataset again from its manifest, from what the database says today about what was known then. The same rows
 * come out unless somebody was erased, features are defined differently, or facts were recorded with an earlier date
 * than they became known: what `diff` then shows is what the models of that time could not have seen.
 * @throws Problem `invalid_input` for a dataset without a recipe, `not_enough_data` when nothing is left
 */
export async function rebuildDataset(
  client: Queryable,
  directory: string,
  dataset: DatasetRecord,
  signal?: AbortSignal,
): Promise<Rebuilt> {
  const manifest = manifestOf(dataset);
  const { recipe } = manifest;
  if (recipe === undefined)
    throw new Problem('invalid_input', `Dataset ${dataset.id} does not say how it was built.`, {
      remedy: 'Datasets do since this version: train the task again.',
    });
  const built =
    recipe.task === 'linking'
      ? await pairsAgain(client, dataset.companyId, recipe)
      : await buildDataset(client, {
          task: recipe.task,
          company: { id: dataset.companyId, settings: recipe.settings },
          knownAt: new Date(recipe.knownAt),
          ...(recipe.holdoutDays === null ? {} : { holdoutDays: recipe.holdoutDays }),
          negatives: recipe.negatives,
          ...(signal === undefined ? {} : { signal }),
        });
  const written = await writeSnapshot({ directory, companyId: dataset.companyId, ...built });
  const before = await readSnapshot(directory, dataset.path).catch(() => null);
  return {
    same: written.hash === dataset.hash,
    hash: written.hash,
    path: written.path,
    rows: built.rows.length,
    erasedSubjects:
      before === null ? 0 : (await erasedSubjects(client, dataset.companyId, dataset.task, before.rows)).size,
    otherDefinitions: built.definitionHash !== dataset.definitionHash,
    diff: before === null ? null : diffRows(before.rows, built.rows),
  };
}

async function pairsAgain(client: Queryable, id: string, recipe: PairsRecipe) {
  const { region, timezone, seed, knownAt } = recipe;
  const wanted = { company: { id, region, timezone }, asOf: new Date(knownAt), seed };
  const examples = await linkingExamples({ database: { pool: client }, ...wanted });
  return pairsDataset(examples, wanted);
}
