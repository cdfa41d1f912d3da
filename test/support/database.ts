import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectDatabase, type Database } from '../../prisma/database.ts';
import type { Company, Prisma } from '../../prisma/generated/client.ts';

/** The server that globalSetup.ts started: its superuser, in its own database. */
export function testServerUrl(): string {
  const url = process.env.LINKLOOP_TEST_SERVER;
  if (url === undefined)
    throw new Error('There is no test server: run tests with Jest (test/support/globalSetup.ts).');
  return url;
}

/** A migrated, empty database of the caller's own; `close()` removes it. */
export async function testDatabase(): Promise<Database> {
  const url = await createTestDatabase('linkloop_template');
  const database = connectDatabase(url, { poolSize: 4 });
  return {
    ...database,
    async close() {
      await database.close();
      await dropTestDatabase(url);
    },
  };
}

/** Creates a database as a copy of another (`template1`: an empty one) and returns its address. */
export async function createTestDatabase(template: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copying files is faster than logging every page, as nothing here has to be replayed.
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropTestDatabase(url: string): Promise<void> {
  await administer(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A company to hang a test's rows on. */
export function seedCompany(
  db: Pick<Database, 'prisma'>,
  overrides: Partial<Prisma.CompanyUncheckedCreateInput> = {},
): Promise<Company> {
  const slug = `company-${randomBytes(4).toString('hex')}`;
  return db.prisma.company.create({ data: { slug, name: slug, ...overrides } });
}
