import { sha256 } from '../../base/hash.ts';
import { type Random, seededRandom } from '../../base/random.ts';
import { identifiersOf } from '../../features/identity/identifiers.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { insertRows } from './insertRows.ts';

const day = 86_400_000;
/** The moment at which the small worlds below are complete. */
export const today = new Date('2026-06-01T03:00:00Z');
const daysAgo = (days: number) => new Date(today.getTime() - days * day).toISOString();
const known = (days: number) => ({ occurred_at: daysAgo(days), recorded_at: daysAgo(days) });

function attributes(companyId: string, type: string, id: string, values: object, days: number) {
  const text = JSON.stringify(values);
  const subject = { company_id: companyId, subject_type: type, subject_id: id };
  return {
    id: repeatableId(`attributes of ${id}`),
    ...subject,
    attributes: values,
    hash: sha256(text),
    ...known(days),
  };
}

/** Ids that are the same in every run, so that whatever is divided by the hash of an id is, too. */
export function repeatableId(name: string): string {
  const hex = sha256(name);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function idsOf(companyId: string): () => string {
  let used = 0;
  return () => repeatableId(`${companyId} ${used++}`);
}

const customer = (id: string, companyId: string, days: number) => ({
  id,
  company_id: companyId,
  status: 'active',
  ...known(days),
});

/** Customers who call every few weeks; the unhappy ones leave at 20 % a month, the others at 1 %. */
export async function insertChurners(client: Queryable, companyId: string, count = 400): Promise<void> {
  const random = seededRandom(21);
  const newId = idsOf(companyId);
  const customers = Array.from({ length: count }, (_, index) =>
    customer(newId(), companyId, 70 + (330 * index) / count),
  );
  const snapshots: object[] = [];
  const purchases: object[] = [];
  const outcomes: object[] = [];
  for (const [index, { id }] of customers.entries()) {
    const since = 70 + (330 * index) / count;
    const unhappy = random.uniform() < 0.4;
    snapshots.push(
      attributes(companyId, 'customer', id, { satisfaction: (unhappy ? 1 : 5) + random.normal() }, since),
    );
    let left = since;
    while (left > 0 && random.uniform() > (unhappy ? 0.2 : 0.01)) left -= 30;
    left = Math.max(0, left - random.integer(30));
    if (left > 0) {
      const subject = { subject_type: 'customer', subject_id: id };
      outcomes.push({ id: newId(), company_id: companyId, ...subject, kind: 'churned', ...known(left) });
    }
    for (let days = since - 5; days > left; days -= 10 + random.integer(30)) {
      purchases.push({ id: newId(), company_id: companyId, customer_id: id, amount: 20, ...known(days) });
    }
  }
  await insertRows(client, 'customer', customers);
  await insertRows(client, 'attribute_snapshot', snapshots as Record<string, unknown>[]);
  await insertRows(client, 'transaction', purchases as Record<string, unknown>[]);
  await insertRows(client, 'outcome', outcomes as Record<string, unknown>[]);
}

/**
 * Leads of whom the rich convert twice as often. Calls and e-mails are drawn evenly (logged with their
 * propensity); the rich answer calls, the others e-mails. `closed`: attributes that a table of today has of each, as
 * if they had been known from the beginning.
 */
export async function insertLeads(
  client: Queryable,
  companyId: string,
  count = 500,
  closed: (converted: boolean) => object = () => ({}),
): Promise<void> {
  const random = seededRandom(22);
  const newId = idsOf(companyId);
  const leads: Record<string, unknown>[] = [];
  const snapshots: Record<string, unknown>[] = [];
  const interactions: Record<string, unknown>[] = [];
  const outcomes: Record<string, unknown>[] = [];
  for (let index = 0; index < count; index++) {
    const id = newId();
    const came = 5 + (395 * (count - index)) / count;
    const rich = random.uniform() < 0.5;
    leads.push({ id, company_id: companyId, source: 'web', value: 200, ...known(came) });
    const budget = (rich ? 100 : 40) + 10 * random.normal();
    const outcome = { company_id: companyId, subject_type: 'lead', subject_id: id };
    let days = came - 1;
    let converted = false;
    for (let attempt = 0; attempt < 2 && !converted && days > 3; attempt++, days -= 20) {
      const action = random.uniform() < 0.5 ? 'call' : 'email';
      const interaction = { id: newId(), company_id: companyId, lead_id: id, direction: 'outbound' };
      interactions.push({ ...interaction, action, propensity: 0.5, attributes: {}, ...known(days) });
      const liked = action === (rich ? 'call' : 'email');
      converted = random.uniform() < (liked ? 0.5 : 0.08) * (rich ? 1.2 : 0.6);
      const kind = converted ? 'converted' : 'no_response';
      const value = converted ? 200 : null;
      outcomes.push({
        id: newId(),
        ...outcome,
        kind,
        value,
        interaction_id: interaction.id,
        ...known(days - 2),
      });
    }
    snapshots.push(attributes(companyId, 'lead', id, { budget, ...closed(converted) }, came));
    if (!converted) {
      outcomes.push({
        id: newId(),
        ...outcome,
        kind: 'lost',
        value: null,
        interaction_id: null,
        ...known(came - 45),
      });
    }
  }
  await insertRows(client, 'lead', leads);
  await insertRows(client, 'attribute_snapshot', snapshots);
  await insertRows(client, 'interaction', interactions);
  await insertRows(client, 'outcome', outcomes);
}

/** Customers who buy at a rate of their own until they silently stop: the world of BG/NBD. */
export async function insertBuyers(client: Queryable, companyId: string, count = 300): Promise<void> {
  const random = seededRandom(23);
  const newId = idsOf(companyId);
  const customers = Array.from({ length: count }, (_, index) =>
    customer(newId(), companyId, 500 - (index % 300)),
  );
  const purchases: Record<string, unknown>[] = [];
  customers.forEach(({ id }, index) => {
    const perDay = (0.2 + random.uniform()) / 30;
    const spend = 30 + 40 * random.uniform();
    const pause = () => -Math.log(1 - random.uniform()) / perDay;
    for (let days = 500 - (index % 300); days > 0; days -= pause()) {
      const amount = Math.max(1, spend + 10 * random.normal());
      purchases.push({ id: newId(), company_id: companyId, customer_id: id, amount, ...known(days) });
      if (random.uniform() < 0.08) break;
    }
  });
  await insertRows(client, 'customer', customers);
  await insertRows(client, 'transaction', purchases);
}

const given = [
  'Anna',
  'Bernd',
  'Clara',
  'Dieter',
  'Eva',
  'Frank',
  'Greta',
  'Hans',
  'Ida',
  'Jens',
  'Karla',
  'Lutz',
];
const family = [
  'Maier',
  'Schulz',
  'Vogt',
  'Weber',
  'Krause',
  'Lorenz',
  'Becker',
  'Hahn',
  'Otto',
  'Franke',
  'Jung',
];

/**
 * Customers with a name and a number, and calls of theirs: some without a number, some from somebody else's
 * phone, some of strangers. `corrections` of the calls, evenly over time, are labelled with the truth.
 */
export async function insertCallers(
  client: Queryable,
  companyId: string,
  { customers: size = 300, calls = 700, corrections = 300 } = {},
): Promise<void> {
  const random = seededRandom(24);
  const newId = idsOf(companyId);
  const people = Array.from({ length: size }, (_, index) => person(random, index));
  const customers = people.map(() => customer(newId(), companyId, 400));
  const identifiers = people.flatMap((claims, index) =>
    identifiersOf(claims).map((identifier) => ({
      id: newId(),
      company_id: companyId,
      customer_id: customers[index]!.id,
      ...identifier,
      ...known(400),
    })),
  );
  const rows: Record<string, unknown>[] = [];
  const labels: Record<string, unknown>[] = [];
  for (let index = 0; index < calls; index++) {
    const days = 300 - (290 * index) / calls;
    const at = random.integer(size);
    const stranger = random.uniform() < 0.2;
    const who = stranger ? person(random, 100_000 + index) : people[at]!;
    const borrowed = random.uniform() < 0.1;
    const phone =
      random.uniform() < 0.3 ? undefined : borrowed ? people[random.integer(size)]!.phone : who.phone;
    const claims = random.uniform() < 0.2 ? { phone } : { ...who, phone };
    const id = newId();
    rows.push({ id, company_id: companyId, service: 'consulting', claims, attributes: {}, ...known(days) });
    if (index % Math.floor(calls / Math.max(1, corrections)) === 0 && labels.length < corrections) {
      const right = stranger ? null : customers[at]!.id;
      const label = { id: newId(), company_id: companyId, call_id: id, to_customer_id: right };
      labels.push({ ...label, reviewer: 'ruth', ...known(days - 1) });
    }
  }
  await insertRows(client, 'customer', customers);
  await insertRows(client, 'customer_identifier', identifiers);
  await insertRows(client, 'call', rows);
  await insertRows(client, 'link_correction', labels);
}

function person(random: Random, index: number) {
  return {
    givenName: given[random.integer(given.length)]!,
    familyName: family[random.integer(family.length)]!,
    phone: `030 ${1_000_000 + index}`,
  };
}
