import { writeFile } from 'node:fs/promises';
import { Option } from 'commander';
import { judgeUplift, learners } from '../uplift/judgeUplift.ts';
import { readExperiments } from '../uplift/readExperiments.ts';
import { upliftAnswer } from '../uplift/upliftAnswer.ts';
import { upliftReport } from '../uplift/upliftReport.ts';
import { upliftText } from '../uplift/upliftText.ts';
import type { CommandLine, RegisterCommand } from './commandLine.ts';
import { commaList, wholeNumber } from './optionValues.ts';
import { ShareBar } from './shareBar.ts';

interface UpliftOptions {
  context: string[];
  treatment: string;
  outcome: string;
  control?: string;
  propensity?: string;
  learner: string;
  folds: number;
  seed: number;
  delimiter?: string;
  encoding?: string;
  report?: string;
}

/** `linkloop uplift <log>` */
export const registerUplift: RegisterCommand = (program, line) => {
  program
    .command('uplift')
    .description('whom does a treatment move? T-, X- and DR-learners on the log of a randomised experiment')
    .argument('<log>', 'CSV, NDJSON or Parquet file: one row per person')
    .requiredOption(
      '--context <columns>',
      'what was known before, divided by commas; * stands for any letters',
      commaList,
    )
    .requiredOption('--treatment <column>', 'what was done; several treatments are judged in turn')
    .requiredOption('--outcome <column>', 'what came of it')
    .option('--control <value>', 'the treatment that stands for none (default: recognised)')
    .option(
      '--propensity <columns>',
      'probability with which the row got its treatment; of several treatments the column of each: "none=p0,call=p1,letter=p2" (default: the same for all)',
    )
    .addOption(
      new Option('--learner <name>', 'which learners; the verdict is by x unless one is named')
        .choices(['all', 't', 'x', 'dr'])
        .default('all'),
    )
    .option('--folds <n>', 'parts for cross-fitting', wholeNumber(2, 50), 3)
    .option('--seed <n>', 'same seed, same result', wholeNumber(0, 2 ** 31 - 1), 7)
    .option('--delimiter <character>', 'what separates CSV fields (default: recognised)')
    .option('--encoding <name>', 'utf-8, latin1 ... (default: recognised)')
    .option('--report <file>', 'HTML report with Qini curves, in one file')
    .addHelpText(
      'after',
      `
Every row is ranked by learners that have not seen it; Qini, AUUC and the effect among the rows ranked first come with
95 % intervals. The assignment must have been random: features in which the arms differ beyond chance are warned of.
If some people were more likely to be treated than others, say how likely (--propensity): rows then count inversely to
it, in the learning and in what is measured.

Example:
  linkloop uplift hillstrom.csv --context recency,history,mens,womens,zip_code,newbie,channel \\
    --treatment segment --control "No E-Mail" --outcome visit --report uplift.html`,
    )
    .action((path: string, options: UpliftOptions) => runUplift(path, options, line));
};

async function runUplift(path: string, options: UpliftOptions, line: CommandLine): Promise<void> {
  const { learner, folds, seed } = options;
  const bar = line.interactive ? new ShareBar() : undefined;
  try {
    const file = await readExperiments(path, { ...options, signal: line.signal });
    line.note(`${path}: ${file.description}`);
    for (const note of file.notes) line.note(note);
    const judgements = await judgeUplift(file, {
      folds,
      seed,
      learners: learners.filter(({ name }) => learner === 'all' || learner === name),
      signal: line.signal,
      onProgress: (share) => bar?.update(share, 'learning whom it moves'),
    });
    bar?.stop();
    if (options.report !== undefined) {
      await writeFile(options.report, upliftReport(file, judgements, path));
      line.note(`Report: ${options.report}`);
    }
    line.answer(upliftAnswer(file, judgements), upliftText(judgements));
  } finally {
    bar?.stop();
  }
}
