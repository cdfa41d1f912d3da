import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError, Option } from 'commander';
import { purchaseLog } from '../../models/lifetime-value/purchaseLog.ts';
import { analyse } from '../clv/analyse.ts';
import { clvAnswer } from '../clv/answer.ts';
import { dayNotation } from '../clv/dayNotation.ts';
import { writePredictions } from '../clv/predictionsFile.ts';
import { readTransactions } from '../clv/readTransactions.ts';
import { clvReport } from '../clv/report.ts';
import { clvText } from '../clv/text.ts';
import type { CommandLine, RegisterCommand } from './commandLine.ts';
import { ShareBar } from './shareBar.ts';

interface ClvOptions {
  customer: string;
  date: string;
  amount?: string;
  calibrationEnd?: number;
  horizonDays?: number;
  unit: 'day' | 'week';
  delimiter?: string;
  encoding?: string;
  header?: boolean;
  decimal?: '.' | ',';
  skipBadRows?: boolean;
  out?: string;
  report?: string;
}

/** `linkloop clv <transactions>` */
export const registerClv: RegisterCommand = (program, line) => {
  program
    .command('clv')
    .description('what customers will still buy: buy-till-you-die models of a file of transactions')
    .argument('<file>', 'transactions as CSV, NDJSON or Parquet: one row per purchase')
    .requiredOption('--customer <column>', 'who bought')
    .requiredOption('--date <column>', 'when')
    .option('--amount <column>', 'for how much; without it purchases are counted only')
    .option(
      '--calibration-end <date>',
      'last day the models know of (default: after two thirds of the time the data span)',
      day,
    )
    .option('--horizon-days <n>', 'days of holdout and forecast (default: until the data end)', positive)
    .addOption(new Option('--unit <unit>', 'unit of the parameters').choices(['day', 'week']).default('week'))
    .option(
      '--delimiter <character>',
      'what separates fields: a character, tab or whitespace (default: recognised)',
    )
    .option('--encoding <name>', 'utf-8, latin1 ... (default: recognised)')
    .option('--header', 'the first line holds the column names even if it looks like data')
    .option('--no-header', 'the first line is data; columns are called by their number')
    .addOption(new Option('--decimal <sign>', 'decimal sign (default: recognised)').choices(['.', ',']))
    .option('--skip-bad-rows', 'leave rows out that cannot be read, instead of failing')
    .option('--out <file>', 'CSV with a line per customer: expected purchases, P(alive), amount, CLV')
    .option('--report <file>', 'HTML report with charts, in one file')
    .addHelpText(
      'after',
      `
A purchase is a day with one: rows of one customer on one day are merged. A negative amount is a refund: it lowers
what was bought that day, or else the purchases before it, and is no purchase itself.

BG/NBD, MBG/NBD and Pareto/NBD are fitted on the calibration by maximum likelihood, with Gamma-Gamma for the amounts.
The best of them and their blend is chosen on windows inside the calibration; the holdout only measures. Dates may be
2024-12-31, 31.12.2024, 31/12/2024, 12/31/2024, 20241231, with times, or seconds or milliseconds since 1970.

Examples:
  linkloop clv orders.csv --customer customer_id --date order_date --amount total --report clv.html
  linkloop clv CDNOW_sample.txt --no-header --customer 2 --date 3 --amount 5 --calibration-end 1997-09-30 --json`,
    )
    .action((path: string, options: ClvOptions) => runClv(path, options, line));
};

async function runClv(path: string, options: ClvOptions, line: CommandLine): Promise<void> {
  const { signal } = line;
  const file = await readTransactions(path, options, { ...options, signal });
  line.note(`${path}: ${file.description}`);
  for (const note of file.notes) line.note(note);
  const log = purchaseLog(file.transactions);
  if (log.refunds > 0)
    line.note(
      `Refunds (negative amounts): ${log.refunds}; each lowers what was bought before it and is no purchase.`,
    );
  const bar = line.interactive ? new ShareBar() : undefined;
  try {
    const analysis = await analyse(log, {
      ...options,
      signal,
      onProgress: (share, doing) => bar?.update(share, doing),
    });
    bar?.stop();
    if (options.out !== undefined)
      line.note(`${await writePredictions(options.out, analysis)} customers: ${options.out}`);
    if (options.report !== undefined) {
      await writeFile(options.report, clvReport(analysis, path));
      line.note(`Report: ${options.report}`);
    }
    line.answer({ ...clvAnswer(analysis), rowsSkipped: file.skipped }, clvText(analysis));
  } finally {
    bar?.stop();
  }
}

function day(text: string): number {
  const found = dayNotation([text])?.read(text);
  if (found === undefined) throw new InvalidArgumentError('It is not a date such as 2024-12-31.');
  return found;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It is not a whole number above 0.');
  return value;
}
