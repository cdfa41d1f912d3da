import { InvalidArgumentError } from 'commander';
import { Problem } from '../../base/problem.ts';
import { linkFiles } from '../link/linkFiles.ts';
import { LinkProgress } from '../link/linkProgress.ts';
import type { RegisterCommand } from './commandLine.ts';
import { ShareBar } from './shareBar.ts';

interface LinkOptions {
  map?: string;
  labels?: string;
  ask?: number;
  outLabels?: string;
  truth?: string;
  id?: string;
  out?: string;
  report?: string;
  why?: string;
  region: string;
  oneToOne?: boolean;
  threads?: number;
  memory?: number;
  work?: string;
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
    .option('--ask <n>', 'write the n pairs whose labels would teach most', wholeNumber)
    .option('--out-labels <file>', 'where --ask writes them, label empty (default: beside --out)')
    .option('--truth <file>', 'CSV id_left,id_right of all true pairs: measures precision, recall, F1')
    .option('--out <file>', 'CSV id_left,id_right,probability,decision; one file: clusters beside it')
    .option(
      '--report <file>',
      'HTML page: weights, thresholds, keys, clusters, and why pairs were decided so',
    )
    .option('--why <ids>', 'explain one pair: two ids, divided by a comma')
    .option('--region <code>', 'country of phone numbers without a country code', 'DE')
    .option(
      '--one-to-one',
      'two files: every record has at most one partner (default: judged by the records)',
    )
    .option('--no-one-to-one', 'two files: records may have several partners')
    .option('--threads <n>', 'threads that compare (default: all cores); the result is the same', wholeNumber)
    .option(
      '--memory <size>',
      'stay below, e.g. 2GB: pairs beyond go to disk (default: half of the memory)',
      byteSize,
    )
    .option('--work <folder>', 'keep finished stages there: the same command goes on after it was stopped')
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
  linkloop link customers.csv --out links.csv --report links.html
  linkloop link crm.csv leads.csv --id id --out links.csv --json
  linkloop link customers.csv --why 17,4711
  linkloop link customers.csv --ask 200 --out-labels pairs.csv    # fill the column label with 1 or 0, then
  linkloop link customers.csv --labels pairs.csv --out links.csv
  linkloop link million.csv --work million.work --memory 2GB --out links.csv`,
    )
    .action(async (left: string, right: string | undefined, options: LinkOptions) => {
      const bar = line.interactive ? new ShareBar() : undefined;
      const progress = new LinkProgress();
      try {
        const { answer, text, notes } = await linkFiles(left, right, {
          ...options,
          signal: line.signal,
          onProgress(share, doing, pairs) {
            const shown = progress.update(share, doing, pairs);
            if (bar !== undefined) bar.update(share, shown.doing);
            else if (shown.line !== undefined) line.note(shown.line);
          },
        });
        bar?.stop();
        for (const note of notes) line.note(note);
        line.answer(answer, text);
      } catch (error) {
        if (!line.signal.aborted || options.work === undefined) throw error;
        throw new Problem('cancelled', `Interrupted; what was finished is kept in ${options.work}.`, {
          remedy: 'Run the same command again: it goes on from there.',
          cause: error,
        });
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

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** 2GB, 500 MB, 1.5g: decimal units. */
function byteSize(text: string): number {
  const found = /^(\d+(?:\.\d+)?)\s*([kmgt]?)b?$/i.exec(text.trim());
  const bytes = found === null ? 0 : Number(found[1]) * units[found[2]!.toLowerCase()]!;
  if (bytes >= 1) return bytes;
  throw new InvalidArgumentError('It is not a size such as 2GB or 500MB.');
}
