import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { uuid } from '../base/uuid.ts';
import type { Database } from '../prisma/database.ts';
import type { Company } from '../prisma/generated/client.ts';
import { insertCompany } from '../prisma/repositories/companies.ts';

const slugPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const timezone = z.string().refine(isTimezone, 'is not an IANA time zone such as Europe/Berlin');

/** What of a company can be set. */
const companySettings = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  timezone: timezone.optional(),
  /** ISO 3166 alpha-2. */
  region: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is not an ISO 3166 region such as DE')
    .optional(),
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is not an ISO 4217 currency such as EUR')
    .optional(),
  /** Largest share of automatic links that may be wrong. */
  wrongLinkLimit: z.number().min(0).max(1).optional(),
});

export type CompanySettings = z.infer<typeof companySettings>;

/** The company called `slug`, created with the usual settings when it is new. @throws Problem `invalid_input`. */
export async function ensureCompany(
  database: Pick<Database, 'prisma' | 'pool'>,
  slug: string,
  now: Date,
): Promise<Company> {
  refuseSlug(slug);
  const known = await database.prisma.company.findUnique({ where: { slug } });
  if (known) return known;
  // Two processes may meet a new company at once; one of them makes it.
  await insertCompany(database.pool, { id: uuid(), slug, name: slug, createdAt: now });
  return findCompany(database, slug);
}

/** @throws Problem `not_found`. */
export async function findCompany(database: Pick<Database, 'prisma'>, slug: string): Promise<Company> {
  const company = await database.prisma.company.findUnique({ where: { slug } });
  if (company) return company;
  throw new Problem('not_found', `There is no company ${slug}.`, {
    remedy: 'linkloop company list shows the companies; an import with --company creates one.',
  });
}

/** @throws Problem `invalid_input`, or `conflict` when the slug is taken. */
export async function createCompany(
  database: Pick<Database, 'prisma'>,
  slug: string,
  settings: CompanySettings,
  now: Date,
): Promise<Company> {
  refuseSlug(slug);
  const data = checked(settings);
  if (await database.prisma.company.findUnique({ where: { slug } })) {
    throw new Problem('conflict', `There is a company ${slug} already.`, {
      remedy: 'linkloop company set changes it.',
    });
  }
  return database.prisma.company.create({ data: { id: uuid(), slug, name: slug, createdAt: now, ...data } });
}

/** @throws Problem `invalid_input` or `not_found`. */
export async function changeCompany(
  database: Pick<Database, 'prisma'>,
  slug: string,
  settings: CompanySettings,
  now: Date,
): Promise<Company> {
  const data = checked(settings);
  await findCompany(database, slug);
  return database.prisma.company.update({
    where: { slug },
    data: { ...data, outbox: { create: { topic: 'company.changed', subject: slug, recordedAt: now } } },
  });
}

function checked(settings: CompanySettings) {
  const parsed = companySettings.safeParse(settings);
  if (parsed.success)
    return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  throw new Problem('invalid_input', 'The settings of the company cannot be used.', {
    findings: parsed.error.issues.map(({ path, message }) => ({
      path: path.join('.'),
      message,
      received: settings[path[0] as keyof CompanySettings],
    })),
    remedy: 'Correct the values named above.',
  });
}

function refuseSlug(slug: string): void {
  if (slugPattern.test(slug)) return;
  throw new Problem('invalid_input', `"${slug}" cannot name a company.`, {
    remedy:
      'Use 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit.',
  });
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
