import { identityEvents } from '../../feedback/identityEvents.ts';
import { IdentityState } from '../../models/linking/identityState.ts';
import { pauser } from '../../models/pause.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import type { CompanyRecord } from '../../prisma/repositories/companies.ts';
import { customerPages, linkedCallPages } from '../../prisma/repositories/identityPages.ts';

/**
 * The identity state of a company from the database: a page of customers with all their facts after the other, then the
 * links of a page of calls after the other, so that memory holds the state and one page. What changes while it is read
 * is to be applied afterwards; events that come twice do no harm.
 * @param pageSize customers or calls whose facts are in memory at once
 */
export async function buildIdentityState(
  client: Queryable,
  company: CompanyRecord,
  pageSize = 2000,
): Promise<IdentityState> {
  const pause = pauser(undefined);
  const state = new IdentityState({ timezone: company.timezone });
  for await (const customerIds of customerPages(client, company.id, pageSize)) {
    for (const event of await identityEvents(client, company, { customerIds })) state.apply(event);
    await pause();
  }
  for await (const callIds of linkedCallPages(client, company.id, pageSize)) {
    for (const event of await identityEvents(client, company, { callIds })) state.apply(event);
    await pause();
  }
  state.settle();
  return state;
}
