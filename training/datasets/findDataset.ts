import { Problem } from '../../base/problem.ts';
import { manifestRemedy, manifestSchema, type SnapshotManifest } from '../../features/datasetSnapshot.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { type DatasetRecord, listDatasets } from '../../prisma/repositories/datasets.ts';
import { taskSlug } from '../taskNames.ts';

/**
 * The dataset of a company that is meant by an id, the beginning of a content hash (six digits or more), or a task
 * (its newest), and the one of the same task before it.
 * @throws Problem `not_found`, `invalid_input` when a hash begins several datasets
 */
export async function findDataset(
  client: Queryable,
  companyId: string,
  reference: string,
): Promise<{ dataset: DatasetRecord; previous: DatasetRecord | null }> {
  const all = await listDatasets(client, companyId);
  const newestOfTask = all.find(({ task }) => taskSlug(task) === reference);
  const byHash =
    reference.length >= 6 ? all.filter(({ hash }) => hash.startsWith(reference.toLowerCase())) : [];
  if (new Set(byHash.map(({ hash }) => hash)).size > 1)
    throw new Problem('invalid_input', `Several datasets have a hash that begins with ${reference}.`, {
      remedy: 'Give more digits of the hash, or the id.',
    });
  const dataset = newestOfTask ?? all.find(({ id }) => id === reference) ?? byHash[0];
  if (dataset === undefined)
    throw new Problem('not_found', `There is no dataset ${reference}.`, {
      remedy: 'List them with `linkloop datasets list`.',
    });
  const earlier = all.slice(all.indexOf(dataset) + 1).filter(({ task }) => task === dataset.task);
  return { dataset, previous: earlier.find(({ hash }) => hash !== dataset.hash) ?? null };
}

/** The manifest a dataset was registered with. @throws Problem `artifact_invalid` */
export function manifestOf(dataset: DatasetRecord): SnapshotManifest {
  const parsed = manifestSchema.safeParse(dataset.manifest);
  if (!parsed.success)
    throw new Problem('artifact_invalid', `The manifest of dataset ${dataset.id} is not valid.`, {
      remedy: manifestRemedy,
    });
  return parsed.data;
}
