import { InvalidArgumentError } from 'commander';
import { linkFiles } from '../link/linkFiles.ts';
import type { RegisterCommand } from './commandLine.ts';
import { ShareBar } from './shareBar.ts';

interface LinkOptions {
  map?: string;
  labels?: string;
  ask?: number;
  truth?: string;
  id?: string;
  out?: string;
  why?: string;
  region: string;
  oneToOne?: boolean;
  delimiter?: string;
  encoding?: string;
  header?: boolean;
}

/** `linkloop link <left> [right]` */
export const registerLink: RegisterCommand = (program, line) => {
  program
    .command('link')
    .description('which records are of the same person? Links two files, or finds the duplicates of one')
    .argument('<left>', 'records as CSV, NDJSON or Parquet')
    .argument('[right]', 'records to link them with; without it duplicates are looked for')
    .option('--map <file>', 'JSON {"column": "kind"}: what columns hold, where it is not recognised')
    .option(
      '--id <column>',
      'identifier of the records (default: id, or a column that says so; else row numbers)',
    )
    .option('--labels <file>', 'CSV id_left,id_right,label (1 or 0): pairs somebody judged, to learn from')
    .option('--ask <n>', 'write the n pairs whose labels would teach most, beside --out', wholeNumber)
    .option('--truth <file>', 'CSV id_left,id_right of all true pairs: measures precision, recall, F1')
    .option('--out <file>', 'CSV id_left,id_right,probability,decision; one file: clusters beside it')
    .option('--why <ids>', 'explain one pair: two ids, divided by a comma')
    .option('--region <code>', 'country of phone numbers without a country code', 'DE')
    .option(
      '--one-to-one',
      'two files: every record has at most one partner (default: judged by the records)',
    )
    .option('--no-one-to-one', 'two files: records may have several partners')
    .option('--delimiter <character>', 'what separates CSV fields (default: recognised)')
    .option('--encoding <name>', 'utf-8, latin1 ... (default: recognised)')
    .option('--header', 'the first line holds the column names even if it looks like data')
    .option('--no-header', 'the first line is data; columns are called column1, column2 ...')
    .addHelpText(
      'after',
      `
Nothing has to be set: what columns hold, which pairs are compared, how much each agreement counts and how many
records belong together is found out from the records. Identifiers and columns that name the truth are not used.

Examples:
  linkloop link customers.csv --out links.csv
  linkloop link crm.csv leads.csv --id id --out links.csv --json
  linkloop link customers.csv --why 17,4711`,
    )
    .action(async (left: string, right: string | undefined, options: LinkOptions) => {
      const bar = line.interactive ? new ShareBar() : undefined;
      try {
        const { answer, text, notes } = await linkFiles(left, right, {
          ...options,
          signal: line.signal,
          onProgress: (share, doing) => bar?.update(share, doing),
        });
        bar?.stop();
        for (const note of notes) line.note(note);
        line.answer(answer, text);
      } finally {
        bar?.stop();
      }
    });
};

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It is not a whole number above 0.');
  return value;
}
