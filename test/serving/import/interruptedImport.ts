/**
 * Imports a file in a process of its own, so that a test can kill it. Arguments: database URL, company id, entity,
 * file. Writes one line after every batch.
 */
import { systemClock } from '../../../base/clock.ts';
import { connectDatabase } from '../../../prisma/database.ts';
import type { ImportEntity } from '../../../serving/import/entity.ts';
import { importFile } from '../../../serving/import/importFile.ts';

const [url, companyId, entity, path] = process.argv.slice(2);
const database = connectDatabase(url!);
await importFile({
  database,
  companyId: companyId!,
  entity: entity as ImportEntity,
  path: path!,
  clock: systemClock,
  batchSize: 100,
  onProgress: ({ rowsDone }) => process.stdout.write(`${rowsDone}\n`),
});
await database.close();
