import { readFile } from 'node:fs/promises';
import { Argument, InvalidArgumentError, Option } from 'commander';
import { Problem } from '../../base/problem.ts';
import { ensureCompany } from '../companies.ts';
import { type ImportEntity, importEntities } from '../import/entity.ts';
import { type ImportReport, importFile } from '../import/importFile.ts';
import type { FileFormat } from '../import/openSource.ts';
import type { DecimalSign } from '../import/parseNumber.ts';
import type { RegisterCommand } from './commandLine.ts';
import { ProgressBar } from './progressBar.ts';
import { withApplication } from './session.ts';

interface ImportOptions {
  company: string;
  map?: string;
  rejects?: string;
  format?: FileFormat;
  delimiter?: string;
  encoding?: string;
  quote?: 'double' | 'none';
  header?: boolean;
  decimal?: DecimalSign;
  recordedAt?: 'occurred' | 'now';
  maxLineSize?: number;
  batchSize?: number;
}

/** `linkloop import <entity> <file>` */
export const registerImport: RegisterCommand = (program, line) => {
  program
    .command('import')
    .description(
      'bring a CSV, NDJSON or Parquet file in; repeating it changes nothing, an interrupted one goes on',
    )
    .addArgument(new Argument('<entity>', 'what the rows are').choices(importEntities))
    .argument('<file>', 'file to read')
    .option('--company <slug>', 'company the rows belong to, created when new', 'default')
    .option(
      '--map <file>',
      'JSON: field -> column, {"value": constant} or {"sql": expression}; absent: guessed',
    )
    .option('--rejects <file>', 'where rejected rows go (default: <file>.rejects.csv)')
    .addOption(
      new Option('--format <format>', 'kind of file (default: recognised)').choices([
        'csv',
        'ndjson',
        'parquet',
      ]),
    )
    .option(
      '--delimiter <character>',
      'what separates CSV fields: a character, tab or whitespace (default: recognised)',
    )
    .option('--encoding <name>', 'utf-8, latin1, utf-16le ... (default: recognised)')
    .addOption(
      new Option('--quote <kind>', 'none: quotes are ordinary characters').choices(['double', 'none']),
    )
    .option('--header', 'the first line holds the column names even if it looks like data')
    .option('--no-header', 'the first line is data; columns are called column1, column2 ...')
    .addOption(
      new Option('--decimal <sign>', 'decimal sign of numbers (default: read from each)').choices(['.', ',']),
    )
    .addOption(
      new Option(
        '--recorded-at <moment>',
        'when rows without recordedAt became known (default: when they occurred, until something was answered or trained; then now)',
      ).choices(['occurred', 'now']),
    )
    .option('--max-line-size <characters>', 'longest record held in memory', positive)
    .option('--batch-size <rows>', 'rows per transaction', positive)
    .addHelpText(
      'after',
      `
A batch of rows is imported whole or not at all. Rejected rows are listed with line, column, value and reason.

Features of a moment see what was known then. Rows without recordedAt of a first load count as known since they occurred;
once something was predicted or trained for the company, from the import on. --recorded-at says otherwise.

Examples:
  linkloop import customers kunden.csv
  linkloop import calls calls.parquet --company north --map calls.map.json
  linkloop import transactions umsatz.csv --delimiter ';' --encoding latin1 --decimal ,

A map: {"externalId": "Kundennr", "city": {"value": "Berlin"}, "occurredAt": {"sql": "strptime(seit, '%d.%m.%y')"},
        "attributes": ["Tarif", "Laufzeit"]}   ("attributes": "*" takes every column no field uses)`,
    )
    .action(async (entity: ImportEntity, path: string, options: ImportOptions) => {
      const map = options.map === undefined ? undefined : await readMap(options.map);
      await withApplication(async ({ database, clock }) => {
        const company = await ensureCompany(database, options.company, clock.now());
        const bar = line.interactive ? new ProgressBar() : undefined;
        try {
          const report = await importFile({
            database,
            companyId: company.id,
            entity,
            path,
            map,
            rejectsPath: options.rejects,
            clock,
            recordedAtDefault: options.recordedAt === 'occurred' ? 'occurredAt' : options.recordedAt,
            format: options.format,
            delimiter: options.delimiter,
            encoding: options.encoding,
            quote: options.quote === undefined ? undefined : options.quote === 'none' ? null : '"',
            header: options.header,
            decimal: options.decimal,
            maxLineSize: options.maxLineSize,
            batchSize: options.batchSize,
            signal: line.signal,
            onStart: (start) => {
              line.note(`${path}: ${start.description}, ${start.rows} rows`);
              if (start.guessed)
                line.note(`Column map, guessed (give another with --map): ${JSON.stringify(start.map)}`);
              const { recordedAtDefault } = start;
              const has = (field: string) => field in (start.map as object);
              if (
                options.recordedAt === undefined &&
                !has('recordedAt') &&
                (recordedAtDefault === 'now' || has('occurredAt'))
              )
                line.note(knownSince[recordedAtDefault]);
              if (start.resumedAt > 0) line.note(`Going on after row ${start.resumedAt}.`);
              if (entity === 'customers' && !namesTime(start.map)) {
                line.note(
                  'No column says since when the customers are known: they count as known from now on, not for earlier calls. Map occurredAt to change that.',
                );
              }
            },
            onProgress: (progress) => bar?.update(progress),
          });
          bar?.stop();
          line.answer({ entity, company: options.company, ...report }, summary(entity, report));
        } finally {
          bar?.stop();
        }
      });
    });
};

async function readMap(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code !== undefined;
    throw new Problem('invalid_input', `The column map ${path} cannot be read: ${(error as Error).message}`, {
      remedy: missing ? 'Check the path.' : 'It must be one JSON object.',
      cause: error,
    });
  }
}

const knownSince = {
  occurredAt:
    'Nothing was answered or trained yet: rows count as known since they occurred (--recorded-at now: from now on).',
  now: 'Answers were given already: rows count as known from now on. With --recorded-at occurred they would since they occurred, and what was answered in between would not have seen them.',
};

const namesTime = (map: unknown): boolean =>
  'occurredAt' in (map as object) || 'recordedAt' in (map as object);

function summary(entity: ImportEntity, report: ImportReport): string {
  const { rows, imported, updated, unchanged, superseded, rejected, resumedAt, rejectsPath, seconds } =
    report;
  const parts = [
    `${imported} imported`,
    `${updated} updated`,
    `${unchanged} unchanged`,
    `${rejected} rejected`,
  ];
  if (superseded > 0) parts.push(`${superseded} replaced by a later row with the same id`);
  if (resumedAt > 0) parts.push(`${resumedAt} done before`);
  const where = rejectsPath === null ? '' : `\nRejected rows: ${rejectsPath}`;
  return `${rows} rows of ${entity}: ${parts.join(', ')} (${seconds.toFixed(1)} s)${where}`;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It is not a whole number above 0.');
  return value;
}
