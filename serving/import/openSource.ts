import path from 'node:path';
import { type CsvOptions, csvSource } from './csvSource.ts';
import type { FileContent } from './fileContent.ts';
import { ndjsonSource } from './ndjsonSource.ts';
import { parquetSource } from './parquetSource.ts';
import type { Source } from './source.ts';

export type FileFormat = 'csv' | 'ndjson' | 'parquet';

/** Reads a file as what it is: by its first bytes, else by its name, else as delimited text. */
export async function openSource(
  content: FileContent,
  options: CsvOptions & { readonly format?: FileFormat | undefined },
): Promise<Source> {
  switch (options.format ?? formatOf(content)) {
    case 'parquet':
      return parquetSource(content);
    case 'ndjson':
      return ndjsonSource(content, options);
    case 'csv':
      return csvSource(content, options);
  }
}

function formatOf(content: FileContent): FileFormat {
  const start = Buffer.from(content.head.subarray(0, 64)).toString('latin1');
  if (start.startsWith('PAR1')) return 'parquet';
  const extension = path.extname(content.path).toLowerCase();
  if (extension === '.parquet') return 'parquet';
  if (['.ndjson', '.jsonl', '.json'].includes(extension)) return 'ndjson';
  return /^(?:\xef\xbb\xbf)?\s*\{\s*"/.test(start) ? 'ndjson' : 'csv';
}
