/*md
# What a call centre knows, and what it does not

Before anything is learned it pays to look: which calls are linked to a customer, which of them could be, and what
the data lack. The call centre here is the simulated one of the demo: a group of health centres with a past that was
imported in one go, and a few weeks with the service. Every number below is computed when this notebook runs.
*/

import { buildDataset } from '../features/buildDataset.ts';
import { openCallCentre } from './callCentre.ts';
import { show } from './render/show.ts';

const centre = await openCallCentre();

/*md
## How much there is

One row per kind of fact. *Happened* is valid time: when it was true in the world. *Learned* is known time: when this
system could first have used it. A training row for a moment uses only what was learned by then; the two axes are what keeps a
correction of today out of the features of last month.
*/
const tables = ['customer', 'call', 'lead', 'appointment', 'interaction', '"transaction"', 'outcome'];
show(
  await Promise.all(
    tables.map(async (table) => {
      const [row] = await centre.rows(
        `select count(*)::int as rows, min(occurred_at) as "happened from", max(occurred_at) as "happened until",
           min(recorded_at) as "learned from", max(recorded_at) as "learned until"
         from ${table} where company_id = $1`,
      );
      return { table: table.replaceAll('"', ''), ...row };
    }),
  ),
);

/*md
## How long it takes until a fact is known

A fact that arrives late is a trap: whoever builds features from *when it happened* trains on a world that serving never sees.
Most facts are known within a day of happening; outcomes take longer, because nobody reports silence at once.
That lag is why a label counts as mature only after it (`reportingLagDays`), and is censored until then instead of being a zero.
*/
const lags = await centre.rows<{ fact: string; days: number; share: number }>(
  `select fact, days, share::float8 from (
     ${['call', 'appointment', 'interaction', '"transaction"', 'outcome']
       .map(
         (table) => `select '${table.replaceAll('"', '')}' as fact, days,
           (select avg((extract(epoch from recorded_at - occurred_at) <= 86400 * days)::int)
            from ${table} where company_id = $1) as share
         from unnest(array[0.001, 0.01, 0.04, 0.1, 0.25, 0.5, 1, 2, 4, 7, 14, 30]::float8[]) days`,
       )
       .join(' union all ')}
   ) lag order by fact, days`,
);
show({
  title: 'Share of facts known within so many days of happening',
  caption: 'All facts of the company, the imported past included; the axis is logarithmic.',
  options: {
    x: { type: 'log', label: 'days after it happened', tickFormat: '~g' },
    y: { label: 'share known', domain: [0, 1], grid: true },
    color: { legend: true },
  },
  marks: [{ mark: 'line', data: lags, options: { x: 'days', y: 'share', stroke: 'fact', marker: 'dot' } }],
});

/*md
## Calls: who is linked, and who could be

A call is worth something once it is known whose it is. Two things decide how hard that is: whether the number was shown,
and whether the caller said a name. Of the past only what the old rule had linked is known; the weeks with the service begin
where the red line stands.
*/
const [{ began } = { began: centre.now }] = await centre.rows<{ began: Date }>(
  'select min(recorded_at) as began from prediction where company_id = $1',
);
const weeks = await centre.rows<{
  week: Date;
  calls: number;
  linked: number;
  waiting: number;
  withheld: number;
  named: number;
}>(
  `select date_trunc('week', c.occurred_at) as week, count(*)::int as calls,
     count(l.id)::int as linked,
     count(*) filter (where l.id is null and exists (select 1 from review_task t where t.company_id = c.company_id
       and t.call_id = c.id and t.status in ('open', 'leased')))::int as waiting,
     count(*) filter (where c.claims ->> 'phone' is null)::int as withheld,
     count(*) filter (where c.claims ->> 'phone' is null and (c.claims ->> 'name' is not null
       or c.claims ->> 'familyName' is not null))::int as named
   from call c left join identity_link l
     on l.company_id = c.company_id and l.call_id = c.id and l.retracted_at is null
   where c.company_id = $1 group by 1 order by 1`,
);
// A week that the data begin or end within would look like a collapse.
const whole = weeks.filter(({ calls }) => calls > 0.5 * Math.max(...weeks.map((week) => week.calls)));
const iso = (date: Date) => date.toISOString();
show({
  title: 'Share of the calls that are linked to a customer',
  caption: `By the week of the call, as links stand at the end; ${weeks.reduce((sum, { calls }) => sum + calls, 0)} calls. The rest is nobody's yet: strangers, and customers who left too little to be told apart or about whom nobody has been asked. Reviewers answer one call after the other, so the newest wait. Red: the service begins.`,
  options: {
    x: { type: 'utc', label: null },
    y: { label: 'share of calls', domain: [0, 1], grid: true },
  },
  marks: [
    { mark: 'ruleX', data: [{ began: iso(began) }], options: { x: 'began', stroke: '#e15759' } },
    {
      mark: 'line',
      data: whole.flatMap(({ week, linked, waiting, calls }) => [
        { week: iso(week), calls: 'linked', share: linked / calls },
        { week: iso(week), calls: 'linked, or waiting for a reviewer', share: (linked + waiting) / calls },
      ]),
      options: { x: 'week', y: 'share', stroke: 'calls', marker: 'dot' },
    },
  ],
});
show({
  title: 'What callers leave',
  caption: 'Shares of the calls of each week. The number is withheld in most; of those, a part says a name.',
  options: {
    x: { label: null, type: 'utc' },
    y: { label: 'share of calls', grid: true },
    color: { legend: true },
  },
  marks: [
    {
      mark: 'areaY',
      data: whole.flatMap(({ week, calls, withheld, named }) =>
        [
          { caller: 'number shown', share: (calls - withheld) / calls },
          { caller: 'withheld, a name', share: named / calls },
          { caller: 'withheld, no name', share: (withheld - named) / calls },
        ].map((part) => ({ ...part, week: iso(week) })),
      ),
      options: { x: 'week', y: 'share', fill: 'caller' },
    },
    { mark: 'ruleY', data: [0] },
  ],
});
show(`The service answers calls since ${iso(began).slice(0, 10)}.`);

/*md
## What customers' records lack

Identity evidence is what a call is compared with. A field that is missing is no disagreement: Fellegi and Sunter's weights
count it as nothing, so a gap makes a link less certain and never wrong.
*/
const fields = ['name', 'phone', 'email', 'date_of_birth', 'address'];
const [customers] = await centre.rows<Record<string, number>>(
  `select count(*)::int as customers, ${fields
    .map(
      (kind) =>
        `count(*) filter (where not exists (select 1 from customer_identifier i where i.company_id = c.company_id
           and i.customer_id = c.id and i.kind = '${kind}' and i.retracted_at is null))::int as "${kind}"`,
    )
    .join(', ')} from customer c where c.company_id = $1 and c.status = 'active'`,
);
show({
  title: 'Share of customers without any value',
  caption: `Of ${customers!.customers} active customers.`,
  options: { x: { label: 'share missing', domain: [0, 1], grid: true }, y: { label: null }, marginLeft: 100 },
  marks: [
    {
      mark: 'barX',
      data: fields.map((field) => ({ field, missing: customers![field]! / customers!.customers! })),
      options: { y: 'field', x: 'missing', fill: '#4269d0', sort: { y: '-x' } },
    },
  ],
});

/*md
## Duplicates, and values that many share

The same normalised value at two customers is either one person with two records, a family, or a value that tells nobody apart
(the number of a company, an address of a home). The last kind is demoted by a rule once enough unrelated names have it.
*/
show(
  await centre.rows(
    `select kind as field, holders as "customers with the value", count(*)::int as values,
       count(*) filter (where family_names = 1)::int as "of one family name"
     from (
       select i.kind, i.normalized, count(distinct i.customer_id)::int as holders,
         count(distinct lower(n.parts ->> 'family'))::int as family_names
       from customer_identifier i
         left join customer_identifier n on n.company_id = i.company_id and n.customer_id = i.customer_id and n.kind = 'name'
       where i.company_id = $1 and i.kind in ('phone', 'email', 'address') and i.retracted_at is null
       group by 1, 2
     ) shared where holders > 1 group by 1, 2 order by 1, 2`,
  ),
);

/*md
## What features lack

The same question one step on: how often is a feature missing when churn is learned? Missing is a value of its own for the
trees (*nobody ever called* is information), but a feature that is nearly always missing carries little.
*/
const churn = await buildDataset(centre.application.database.pool, {
  task: 'churn',
  company: centre.company,
  knownAt: centre.now,
});
const missing = [...new Set(churn.rows.flatMap(({ features }) => Object.keys(features)))]
  .map((name) => ({
    feature: name,
    missing:
      churn.rows.filter(({ features }) => (features[name] ?? null) === null).length / churn.rows.length,
  }))
  .filter((row) => row.missing > 0)
  .sort((a, b) => b.missing - a.missing);
show({
  title: 'Features that are missing in some rows',
  caption: `Share of the ${churn.rows.length} rows (customer and month) that churn can be learned from; ${churn.censored} further moments are left out because their label is not mature. Features that are never missing are not shown.`,
  options: {
    x: { label: 'share missing', domain: [0, 1], grid: true },
    y: { label: null },
    marginLeft: 250,
    width: 620,
  },
  marks: [
    {
      mark: 'barX',
      data: missing.slice(0, 20),
      options: { y: 'feature', x: 'missing', fill: '#4269d0', sort: { y: '-x' } },
    },
  ],
});
await centre.close();
