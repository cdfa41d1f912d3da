import { appendOutbox } from '../outbox.ts';
import type { Queryable } from '../queryable.ts';

export interface CompanyRecord {
  readonly id: string;
  /** Name in URLs and on the command line. */
  readonly slug: string;
  readonly name: string;
  /** IANA time zone. */
  readonly timezone: string;
  /** ISO 3166. */
  readonly region: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly wrongLinkLimit: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

const columns = `id, slug, name, timezone, region, currency, wrong_link_limit as "wrongLinkLimit", settings`;

export async function findCompany(
  client: Queryable,
  by: { id: string } | { slug: string },
): Promise<CompanyRecord | null> {
  const [condition, value] = 'id' in by ? ['id = $1', by.id] : ['slug = $1', by.slug];
  const { rows } = await client.query<CompanyRecord>(`select ${columns} from company where ${condition}`, [
    value,
  ]);
  return rows[0] ?? null;
}

/** Null: there already is a company of that slug. */
export async function insertCompany(
  client: Queryable,
  company: { id: string; slug: string; name: string; createdAt: Date },
): Promise<CompanyRecord | null> {
  const { rows } = await client.query<CompanyRecord>(
    `insert into company (id, slug, name, created_at) values ($1, $2, $3, $4)
     on conflict (slug) do nothing returning ${columns}`,
    [company.id, company.slug, company.name, company.createdAt],
  );
  return rows[0] ?? null;
}

/**
 * Replaces one key of a company's settings, within the caller's transaction; every process hears of it. Returns what it was
 * before; null: nothing.
 */
export async function setCompanySetting(
  client: Queryable,
  companyId: string,
  key: string,
  value: unknown,
  now: Date,
): Promise<unknown> {
  const { rows } = await client.query<{ before: unknown }>(
    `with old as (select id, settings -> $2 as before from company where id = $1 for update)
     update company set settings = settings || jsonb_build_object($2::text, $3::jsonb)
     from old where company.id = old.id returning old.before`,
    [companyId, key, JSON.stringify(value)],
  );
  await appendOutbox(client, { companyId, topic: 'company.changed', subject: key, recordedAt: now });
  return rows[0]?.before ?? null;
}
