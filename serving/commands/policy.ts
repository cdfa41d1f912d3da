import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { judgePolicy } from '../policy/judgePolicy.ts';
import { policyAnswer } from '../policy/policyAnswer.ts';
import { policyReport } from '../policy/policyReport.ts';
import { policyText } from '../policy/policyText.ts';
import { readDecisions } from '../policy/readDecisions.ts';
import type { CommandLine, RegisterCommand } from './commandLine.ts';
import { commaList, wholeNumber } from './optionValues.ts';
import { ShareBar } from './shareBar.ts';

interface PolicyOptions {
  context: string[];
  action: string;
  reward: string;
  propensity: string;
  evaluate: string;
  group?: string;
  epsilon: number;
  folds: number;
  seed: number;
  delimiter?: string;
  encoding?: string;
  report?: string;
}

/** `linkloop policy <log>` */
export const registerPolicy: RegisterCommand = (program, line) => {
  program
    .command('policy')
    .description('what would another policy have earned? Off-policy evaluation of a log of decisions')
    .argument('<log>', 'CSV, NDJSON or Parquet file: one row per decision')
    .requiredOption(
      '--context <columns>',
      'what was known before, divided by commas; * stands for any letters',
      commaList,
    )
    .requiredOption('--action <column>', 'what was done')
    .requiredOption('--reward <column>', 'what came of it, costs deducted')
    .requiredOption('--propensity <column>', 'probability with which this action was chosen')
    .option(
      '--evaluate <policy>',
      'learned (from this log), random, or a column: the probability of the logged action under your policy',
      'learned',
    )
    .option('--group <column>', 'whose decision it is: those of one customer are no independent evidence')
    .option('--epsilon <share>', 'of the learned policy: share of decisions left to chance', share, 0)
    .option('--folds <n>', 'parts for cross-fitting', wholeNumber(2, 50), 5)
    .option('--seed <n>', 'same seed, same result', wholeNumber(0, 2 ** 31 - 1), 7)
    .option('--delimiter <character>', 'what separates CSV fields (default: recognised)')
    .option('--encoding <name>', 'utf-8, latin1 ... (default: recognised)')
    .option('--report <file>', 'HTML report with charts, in one file')
    .addHelpText(
      'after',
      `
IPS, SNIPS, DM and DR with 95 % intervals, for the judged policy and for one that acts at random. The learned policy
takes the action of which a model of the reward expects most; it is judged only on decisions it has not learned from.
Read DR: DM is the model alone, and its interval knows nothing of the model's error.
Warnings say when too few decisions overlap, propensities do not add up, or actions are hardly in the log.

Examples:
  linkloop policy log.csv --context age,source --action offer --reward margin --propensity p --report policy.html
  linkloop policy men.csv --context position,user_feature_* --action item_id --reward click \\
    --propensity propensity_score --evaluate random`,
    )
    .action((path: string, options: PolicyOptions) => runPolicy(path, options, line));
};

async function runPolicy(path: string, options: PolicyOptions, line: CommandLine): Promise<void> {
  const { evaluate, epsilon, folds, seed } = options;
  const policy = evaluate === 'learned' || evaluate === 'random' ? evaluate : 'column';
  const bar = line.interactive ? new ShareBar() : undefined;
  try {
    const log = await readDecisions(path, {
      ...options,
      judged: policy === 'column' ? evaluate : undefined,
      signal: line.signal,
    });
    line.note(`${path}: ${log.description}`);
    for (const note of log.notes) line.note(note);
    const judgement = await judgePolicy(log, {
      policy,
      epsilon,
      folds,
      seed,
      signal: line.signal,
      onProgress: (done) => bar?.update(done, 'learning what actions bring'),
    });
    bar?.stop();
    if (options.report !== undefined) {
      await writeFile(options.report, policyReport(judgement, path));
      line.note(`Report: ${options.report}`);
    }
    line.answer(policyAnswer(judgement), policyText(judgement));
  } finally {
    bar?.stop();
  }
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It is not a share from 0 to 1.');
  return value;
}
