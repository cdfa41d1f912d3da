import { transaction } from '../../prisma/transaction.ts';
import { findCompany } from '../companies.ts';
import { erase } from '../erase.ts';
import { shownReceipt } from '../http/routes/customerErasure.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';

/** Thrown to roll back what was only to be looked at. */
class Rehearsed extends Error {
  readonly receipt: ReturnType<typeof shownReceipt>;

  constructor(receipt: ReturnType<typeof shownReceipt>) {
    super();
    this.receipt = receipt;
  }
}

const listed = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([table, rows]) => `${table} ${rows}`)
    .join(', ') || 'none';

/** `linkloop erase` */
export const registerErase: RegisterCommand = (program, line) => {
  program
    .command('erase <customer>')
    .description('erase a person (id or external id) and all that is theirs; it cannot be undone')
    .option('--dry-run', 'only say what would go from the database')
    .option('--company <slug>', 'company', 'default')
    .addHelpText(
      'after',
      '\nErases the customer, everybody merged into one with them, and their calls, leads, transactions and answers;\n' +
        'a worker (linkloop serve or worker) then takes them out of datasets on disk. Asking again shows the receipt.\n' +
        '\nExample:\n  linkloop erase C-1042 --dry-run',
    )
    .action((reference: string, options: { dryRun?: boolean; company: string }) =>
      withApplication(async ({ database, clock }) => {
        const company = await findCompany(database, options.company);
        const request = { reference, actor: 'command line' };
        const receipt = await transaction(database, async (client) => {
          const done = shownReceipt(await erase(client, company, request, clock.now()));
          if (options.dryRun) throw new Rehearsed(done);
          return done;
        }).catch((error: unknown) => {
          if (error instanceof Rehearsed) return error.receipt;
          throw error;
        });
        const { customers, deleted, redacted, datasets, models, finishedAt } = receipt;
        const versions = models.map(({ task, version }) => `${task} ${version}`).join(', ') || 'none';
        const rows = [
          `${customers} customer record${customers === 1 ? '' : 's'}${options.dryRun ? ' would be erased' : ` erased, receipt ${receipt.receiptId}`}`,
          `rows deleted: ${listed(deleted)}`,
          `rows of others that named them: ${listed(redacted)}`,
        ];
        const files =
          finishedAt === null
            ? 'A worker takes them out of datasets on disk in about a minute; ask again then.'
            : `${datasets.length} datasets written anew or removed; versions that learned from them: ${versions}. The next training of these tasks learns without.`;
        line.answer(
          options.dryRun ? { dryRun: true, customers, deleted, redacted } : receipt,
          [...rows, ...(options.dryRun ? [] : [files])].join('\n'),
        );
      }),
    );
};
