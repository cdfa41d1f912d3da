import { InvalidArgumentError, Option } from 'commander';
import { evaluateFile } from '../evaluate/evaluateFile.ts';
import type { RegisterCommand } from './commandLine.ts';
import { commaList, wholeNumber } from './optionValues.ts';
import { ShareBar } from './shareBar.ts';

interface EvaluateOptions {
  label: string;
  id?: string;
  drop?: string[];
  task?: 'classification' | 'regression';
  estimator: string;
  folds?: number;
  group?: string;
  time?: string;
  positive?: string;
  seed: number;
  intervals?: number | true;
  budget?: number;
  threads: number;
  report?: string;
  onnx?: string;
  delimiter?: string;
  encoding?: string;
  quote?: 'double' | 'none';
  header?: boolean;
}

/** `linkloop evaluate <table>` */
export const registerEvaluate: RegisterCommand = (program, line) => {
  program
    .command('evaluate')
    .description('how well can this column be foreseen from the others? Honest cross-validation on any table')
    .argument('<table>', 'CSV, NDJSON or Parquet file')
    .requiredOption('--label <column>', 'what is to be foreseen')
    .option('--id <column>', 'identifier of the rows, not learned from')
    .option(
      '--drop <columns>',
      'columns not to learn from, divided by commas; * stands for any letters',
      commaList,
    )
    .addOption(
      new Option('--task <task>', 'default: two values or text: classification').choices([
        'classification',
        'regression',
      ]),
    )
    .option('--estimator <name>', 'auto: a portfolio, chosen from and combined in each fold', 'auto')
    .option('--folds <n>', 'parts that are tested in turn (default: 5)', wholeNumber(2, 100))
    .option(
      '--group <column>',
      'rows that agree here are tested together; none: allow near-copies in different folds',
    )
    .option(
      '--time <column>',
      'test on the newest fifth (with --folds: forward in n parts); row: order of the file',
    )
    .option('--positive <value>', 'the class whose probability is meant')
    .option('--seed <n>', 'same seed, same result', wholeNumber(0, 2 ** 31 - 1), 7)
    .option(
      '--intervals [share]',
      'conformal intervals (of classes: sets) that promise to hold this share of the true values (default: 0.9), and whether they do',
      coverageShare,
    )
    .option('--budget <seconds>', 'time to learn in; what does not fit in is skipped and named', seconds)
    .option('--threads <n>', 'threads to learn with', wholeNumber(1, 64), 1)
    .option('--report <file>', 'write an HTML report: curves, calibration, importances, dependence')
    .option('--onnx <file>', 'learn from all rows too, and write that model as ONNX')
    .option('--delimiter <character>', 'what separates CSV fields (default: recognised)')
    .option('--encoding <name>', 'utf-8, latin1, utf-16le ... (default: recognised)')
    .addOption(
      new Option('--quote <kind>', 'none: quotes are ordinary characters').choices(['double', 'none']),
    )
    .option('--header', 'the first line holds the column names even if it looks like data')
    .option('--no-header', 'the first line is data; columns are called column1, column2 ...')
    .addHelpText(
      'after',
      `
In each fold everything is chosen, combined and calibrated on the training part alone, and tested on the rest.

Examples:
  linkloop evaluate Telco-Customer-Churn.csv --label Churn --report churn.html
  linkloop evaluate bank.csv --label y --drop duration --time row
  linkloop evaluate policies.csv --label premium --task regression --group customer --budget 60 --intervals 0.8`,
    )
    .action(async (path: string, options: EvaluateOptions) => {
      const bar = line.interactive ? new ShareBar() : undefined;
      try {
        const { answer, text } = await evaluateFile(path, {
          ...options,
          intervals: options.intervals === true ? usualCoverage : options.intervals,
          quote: options.quote === undefined ? undefined : options.quote === 'none' ? null : '"',
          signal: line.signal,
          onProgress: (share, doing) => bar?.update(share, doing),
        });
        bar?.stop();
        line.answer(answer, text);
        if (options.report !== undefined) line.note(`Report: ${options.report}`);
        if (options.onnx !== undefined) line.note(`Model: ${options.onnx}`);
      } finally {
        bar?.stop();
      }
    });
};

/** Of --intervals without a number. */
const usualCoverage = 0.9;

function coverageShare(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('It is not a share above 0 and below 1.');
  return value;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It is not a number above 0.');
  return value;
}
