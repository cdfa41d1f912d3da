/*md
# What a call centre knows, and what it does not

Before anything is learned it pays to look: which calls are linked to a customer, which of them could be, and what
the data lack. The call centre here is the simulated one of the demo, with a year of past and two weeks with the
service. Every number below is computed when this notebook runs.
*/
import { openCallCentre } from './callCentre.ts';
import { show } from './render/show.ts';

const centre = await openCallCentre();

/*md
## How much there is

One row per kind of fact. *Known since* is when the service learned of it, *happened since* when it was true: a past
that was imported in one go is known from one day on, however old it is.
*/
const tables = ['customer', 'call', 'lead', 'appointment', 'interaction', 'transaction'];
show(
  await Promise.all(
    tables.map(async (table) => {
      const [row] = await centre.rows<{ rows: number; since: Date; until: Date }>(
        `select count(*)::int as rows, min(occurred_at) as since, max(occurred_at) as until
         from ${table} where company_id = $1`,
      );
      return { table, ...row };
    }),
  ),
);
await centre.close();
