import { z } from 'zod';
import type { Queryable } from '../../prisma/queryable.ts';
import { survivorsOf } from '../../prisma/repositories/customerMerges.ts';
import { findCustomers } from '../../prisma/repositories/customers.ts';
import type { IdentityLinkRecord } from '../../prisma/repositories/identityLinks.ts';
import { isoMoment } from './moment.ts';

/** Whose a call is, as it stands. */
export const linkSchema = z
  .object({
    callId: z.uuid(),
    customerId: z
      .uuid()
      .meta({ description: 'Who stands for the customer now, should it have been merged.' }),
    customerExternalId: z.string().nullable(),
    source: z.enum(['import', 'fallback', 'model', 'review', 'correction', 'provisional']),
    probability: z.number().nullable().meta({ description: 'Null where a person or the source said so.' }),
    recordedAt: isoMoment,
  })
  .meta({ id: 'Link' });

export async function shownLink(
  client: Queryable,
  link: IdentityLinkRecord | null,
): Promise<z.input<typeof linkSchema> | null> {
  if (link === null) return null;
  const survivors = await survivorsOf(client, link.companyId, [link.customerId]);
  const customerId = survivors.get(link.customerId) ?? link.customerId;
  const [customer] = await findCustomers(client, link.companyId, [customerId]);
  return {
    callId: link.callId,
    customerId,
    customerExternalId: customer?.externalId ?? null,
    source: link.source,
    probability: link.probability,
    recordedAt: link.recordedAt.toISOString(),
  };
}
