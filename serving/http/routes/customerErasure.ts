import { z } from 'zod';
import type { ErasureReceipt } from '../../../prisma/repositories/erasureReceipts.ts';
import { taskSlug } from '../../../training/taskNames.ts';
import { erase } from '../../erase.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { reference } from '../references.ts';

const counts = z.record(z.string(), z.int());

const receiptSchema = z
  .object({
    receiptId: z.uuid(),
    actor: z.string().meta({ description: 'Who asked: the name of the key.' }),
    recordedAt: isoMoment,
    finishedAt: isoMoment
      .nullable()
      .meta({ description: 'Null: a worker is still to go through datasets on disk, after about a minute.' }),
    customers: z
      .int()
      .meta({ description: 'Customer records of the person, merged and temporary ones too.' }),
    deleted: counts.meta({ description: 'Table -> rows of the person.' }),
    redacted: counts.meta({ description: 'Table -> rows of others that named the person.' }),
    datasets: z.array(
      z.object({
        id: z.uuid().nullable(),
        task: z.string(),
        before: z.string().meta({ description: 'Content hash.' }),
        now: z.string().nullable().meta({ description: 'Of what is left; null: nothing.' }),
        rows: z
          .int()
          .nullable()
          .meta({ description: 'That went; null: it could not be read, and went whole.' }),
      }),
    ),
    datasetsElsewhere: z
      .array(z.uuid())
      .meta({ description: "Registered datasets that are not in the data folder of the worker's machine." }),
    models: z.array(z.object({ task: z.string(), version: z.int() })).meta({
      description: 'Versions that learned from rows of the person; the next training learns without.',
    }),
  })
  .meta({ id: 'ErasureReceipt' });

/** A receipt as the API and the command line show it. */
export function shownReceipt(receipt: ErasureReceipt): z.input<typeof receiptSchema> {
  const { customers, deleted, redacted, datasets, datasetsElsewhere, models } = receipt.content;
  return {
    receiptId: receipt.id,
    actor: receipt.actor,
    recordedAt: receipt.recordedAt.toISOString(),
    finishedAt: receipt.finishedAt?.toISOString() ?? null,
    customers,
    deleted: { ...deleted },
    redacted: { ...redacted },
    datasets: datasets.map((dataset) => ({ ...dataset })),
    datasetsElsewhere: [...datasetsElsewhere],
    models: models.map(({ task, version }) => ({ task: taskSlug(task), version })),
  };
}

export const customerErasureEndpoints = [
  endpoint({
    method: 'delete',
    url: '/api/customers/{id}',
    tag: 'customers',
    summary: 'Erase a person',
    description:
      'Deletes the customer, everybody merged into one with them, and all that is theirs: identifiers, calls, leads, ' +
      'transactions, history and answers. In what was answered about others they are named no more. Cannot be undone. ' +
      'Asking again gives the same receipt, by which it is known later which datasets and models held them. Delete them ' +
      'in the source systems first: what these deliver again is taken for somebody new.',
    scopes: ['operate'],
    path: z.object({ id: reference }),
    writes: true,
    answers: { 200: receiptSchema },
    async handle({ application, caller, path, now, commit }) {
      const company = await application.companies(caller.companyId);
      return commit(async (client) => {
        const request = { reference: path.id, actor: caller.name };
        return { status: 200, body: shownReceipt(await erase(client, company, request, now)) };
      });
    },
  }),
];
