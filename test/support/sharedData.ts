import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Path of a file of public reference data, or undefined (and a printed line) where it is not at hand. The folder is
 * `LINKLOOP_TEST_DATA`, or `shared/data` beside the checkout.
 */
export function sharedData(path: string): string | undefined {
  const folder = process.env.LINKLOOP_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data');
  const file = join(folder, path);
  if (existsSync(file)) return file;
  process.stderr.write(`skipped: ${path} is not in the reference data folder (set LINKLOOP_TEST_DATA)\n`);
  return undefined;
}
