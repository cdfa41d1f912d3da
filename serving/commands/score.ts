import { Argument } from 'commander';
import { Problem } from '../../base/problem.ts';
import { streamScores } from '../../prisma/repositories/scores.ts';
import { taskSlug } from '../../training/taskNames.ts';
import { findCompany } from '../companies.ts';
import { siblingPath } from '../link/linksFile.ts';
import { scoredSlugs, scoredTask } from '../scoring/nightlySettings.ts';
import { playScoringRun } from '../scoring/playScoringRun.ts';
import { requestScoring } from '../scoring/requestScoring.ts';
import { scoreFileEnding, writeScores } from '../scoring/writeScores.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';
import { ShareBar } from './shareBar.ts';
import { table } from './table.ts';

/** `linkloop score <task|all>` */
export const registerScore: RegisterCommand = (program, line) => {
  program
    .command('score')
    .description('score every customer, or every open lead, of a company now')
    .addArgument(new Argument('<task>', 'what to score').choices([...scoredSlugs, 'all']))
    .option('--company <slug>', 'company', 'default')
    .option('--out <file>', 'write the scores there: .csv, .ndjson or .parquet (all: one file per task)')
    .addHelpText(
      'after',
      `
The champion of the task answers, or the fallback rule; the answers are kept in the prediction log. A run that was
interrupted is gone on with, and scores nobody twice. Recommendations of a batch do not explore.

Examples:
  linkloop score churn --out at-risk.csv
  linkloop score all --company north --out scores.parquet --json`,
    )
    .action((name: string, options: { company: string; out?: string }) =>
      withApplication(async (application) => {
        const { database, clock } = application;
        const { id: companyId } = await findCompany(database, options.company);
        if (options.out !== undefined) scoreFileEnding(options.out);
        const runs = [];
        for (const slug of name === 'all' ? scoredSlugs : [name]) {
          const task = scoredTask(slug);
          const wanted = await requestScoring(database.pool, {
            companyId,
            task,
            trigger: 'cli',
            now: clock.now(),
          });
          if (wanted.scored + wanted.failed > 0) line.note(`${slug}: going on after ${wanted.scored}`);
          const bar = line.interactive ? new ShareBar() : undefined;
          const run = await playScoringRun(application, wanted.id, {
            signal: line.signal,
            onProgress: ({ done, subjects }) => bar?.update(subjects === 0 ? 1 : done / subjects, slug),
          }).finally(() => bar?.stop());
          if (!run)
            throw new Problem('conflict', `Another process is scoring ${slug} of ${options.company}.`, {
              remedy: 'Wait until it has finished: GET /api/scores/runs shows how far it is.',
            });
          const { id, status, asOf, subjects, scored, failed, error } = run;
          const file =
            options.out === undefined || name !== 'all'
              ? options.out
              : siblingPath(options.out, taskSlug(task));
          if (file !== undefined) await writeScores(file, task, streamScores(database.pool, id));
          line.note(`${slug}: ${scored} of ${subjects} scored${file === undefined ? '' : `, in ${file}`}`);
          runs.push({ id, task: slug, status, asOf, subjects, scored, failed, error, file: file ?? null });
        }
        line.answer({ runs }, table(runs.map(({ id: _, ...run }) => run)));
      }),
    );
};
