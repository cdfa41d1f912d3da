import { userInfo } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { Problem } from '../../base/problem.ts';
import { decideReview, leaseNextReview, reviewStats, undoReview } from '../../feedback/reviewQueue.ts';
import type { Reason } from '../../models/reason.ts';
import type { ReviewVerdict } from '../../prisma/generated/enums.ts';
import { findCall } from '../../prisma/repositories/calls.ts';
import { findCustomers } from '../../prisma/repositories/customers.ts';
import { transaction } from '../../prisma/transaction.ts';
import { findCompany } from '../companies.ts';
import { resolveReference } from '../http/references.ts';
import type { CommandLine, RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';
import { table } from './table.ts';

/** `linkloop review [stats | next | decide | undo]` */
export const registerReview: RegisterCommand = (program, line) => {
  const review = program
    .command('review')
    .description('the queue of calls people are asked about')
    .addHelpText(
      'after',
      `
Examples:
  linkloop review stats
  linkloop review next --reviewer anna
  linkloop review decide 01939e2c-... --verdict link --customer K-1042 --reviewer anna
  linkloop review undo 01939e2c-...`,
    );

  company(review.command('stats').description('how the queue stands')).action(({ company: slug }) =>
    withApplication(async ({ database, clock }) => {
      const { id } = await findCompany(database, slug);
      const stats = await reviewStats(database.pool, id, clock.now());
      const { waitingByReason, verdicts, ...counts } = stats;
      line.answer(
        stats,
        `${table([counts])}\nwaiting: ${counted(waitingByReason)}\nverdicts: ${counted(verdicts)}`,
      );
    }),
  );

  reviewerOption(company(review.command('next').description('take the most urgent call and show it'))).action(
    (options) => showNext(options, line),
  );

  reviewerOption(company(review.command('decide').description('say whose call it is')))
    .argument('<task>', 'id of the review task')
    .addOption(
      new Option('--verdict <verdict>', 'what you found')
        .choices(['link', 'new_customer', 'unsure'])
        .makeOptionMandatory(),
    )
    .option('--customer <id>', 'the customer, with the verdict link')
    .option('--seconds <n>', 'time you spent on it', seconds)
    .action((task: string, options: DecideOptions) => decide(task, options, line));

  reviewerOption(company(review.command('undo').description('take the decision of a task back')))
    .argument('<task>', 'id of the review task')
    .action((task: string, { company: slug, reviewer }: ReviewerOptions) =>
      withApplication(async ({ database, clock }) => {
        const { id } = await findCompany(database, slug);
        const undone = await transaction(database, (client) =>
          undoReview(client, id, task, clock.now(), reviewer),
        );
        line.answer(undone, `Taken back; the task is ${undone.status}.`);
      }),
    );
};

interface CompanyOptions {
  company: string;
}

interface ReviewerOptions extends CompanyOptions {
  reviewer: string;
}

interface DecideOptions extends ReviewerOptions {
  verdict: ReviewVerdict;
  customer?: string;
  seconds?: number;
}

async function showNext({ company: slug, reviewer }: ReviewerOptions, line: CommandLine): Promise<void> {
  await withApplication(async ({ database, clock, settings }) => {
    const { id } = await findCompany(database, slug);
    const { pool } = database;
    const task = await transaction(database, (client) =>
      leaseNextReview(client, id, reviewer, clock.now(), settings.leaseMinutes),
    );
    if (task === null) return line.answer({ task: null }, 'Nothing waits for review.');
    const call = await findCall(pool, id, { id: task.callId });
    const customers = await findCustomers(
      pool,
      id,
      task.candidates.map((candidate) => candidate.customerId),
    );
    const nameOf = new Map(customers.map((customer) => [customer.id, customer]));
    const candidates = task.candidates.map(({ customerId, probability, reasons }) => ({
      customer: nameOf.get(customerId)?.externalId ?? customerId,
      name: nameOf.get(customerId)?.displayName ?? '-',
      probability: probability.toFixed(3),
      why: (reasons as readonly Reason[]).map((reason) => reason.text).join('; '),
    }));
    line.answer(
      { task: { ...task, call } },
      [
        `Task ${task.id} (${task.reason}), yours until ${task.leaseExpiresAt?.toISOString()}`,
        `Call ${call?.externalId ?? task.callId} of ${call?.occurredAt.toISOString()}: ${JSON.stringify(call?.claims)}`,
        ...(call?.transcript == null ? [] : [call.transcript]),
        candidates.length === 0 ? 'No candidates.' : table(candidates),
      ].join('\n'),
    );
  });
}

async function decide(taskId: string, options: DecideOptions, line: CommandLine): Promise<void> {
  const { verdict, customer, reviewer } = options;
  if ((verdict === 'link') !== (customer !== undefined)) {
    throw new Problem('invalid_input', 'A customer belongs to the verdict link, and to no other.', {
      remedy: 'Give --customer with --verdict link, and only then.',
    });
  }
  await withApplication(async ({ database, clock }) => {
    const { id: companyId } = await findCompany(database, options.company);
    const decision = await transaction(database, async (client) => {
      const customerId =
        customer === undefined
          ? null
          : await resolveReference(client, companyId, 'customer', customer, '--customer');
      return decideReview(
        client,
        { companyId, taskId, reviewer, verdict, customerId, seconds: options.seconds ?? null },
        clock.now(),
      );
    });
    line.answer(decision, verdict === 'unsure' ? 'Noted; the call stays as it is.' : 'Noted and applied.');
  });
}

const company = (command: ReturnType<Parameters<RegisterCommand>[0]['command']>) =>
  command.option('--company <slug>', 'company', 'default');

const reviewerOption = (command: ReturnType<typeof company>) =>
  command.option('--reviewer <name>', 'who reviews', userInfo().username);

const counted = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none';

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 86_400)) throw new InvalidArgumentError('It is not a number from 0 to 86400.');
  return value;
}
