import { InvalidArgumentError } from 'commander';
import { Problem } from '../../base/problem.ts';
import { checkConsistency } from '../../features/consistency/checkConsistency.ts';
import { findCompany } from '../companies.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';
import { table } from './table.ts';

function positive(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value > 0))
    throw new InvalidArgumentError('It is a whole number above 0.');
  return value;
}

/** `linkloop consistency`: made to be run nightly; ends with exit code 1 when served features were others. */
export const registerConsistency: RegisterCommand = (program, line) => {
  program
    .command('consistency')
    .description('compute a sample of served features again from history and demand equality to the bit')
    .option('--sample <vectors>', 'how many', positive, 1000)
    .option('--days <days>', 'served within the last so many days', positive, 7)
    .option('--company <slug>', 'company', 'default')
    .addHelpText('after', '\nExample:\n  linkloop consistency --days 1 --sample 5000')
    .action((options: { sample: number; days: number; company: string }) =>
      withApplication(async ({ database, clock }) => {
        const company = await findCompany(database, options.company);
        const report = await checkConsistency(database.pool, {
          company,
          since: new Date(clock.now().getTime() - options.days * 86_400_000),
          sample: options.sample,
        });
        const { skewed, ...counts } = report;
        if (skewed.length > 0)
          throw new Problem(
            'conflict',
            `${skewed.length} of ${report.checked} answers were given from other features than their history says.`,
            {
              findings: skewed.flatMap(({ predictionId, columns }) =>
                columns.map(({ column, served, recomputed }) => ({
                  path: `${predictionId}/${column}`,
                  message: 'was served otherwise',
                  received: served,
                  allowed: JSON.stringify(recomputed),
                })),
              ),
              remedy:
                'Either facts were imported with an earlier date than they became known, or training and serving compute differently.',
            },
          );
        line.answer(report, table([{ ...counts, skewed: 0 }]));
      }),
    );
};
