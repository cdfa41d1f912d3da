import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { sha256 } from '../base/hash.ts';
import { Problem } from '../base/problem.ts';
import { packageRoot } from './packageRoot.ts';
import { databaseUnavailable } from './unavailable.ts';

/** The advisory lock `prisma migrate deploy` takes: we never run beside it, nor beside ourselves. */
const migrationLock = 72_707_369;

export interface Migration {
  /** Folder name: <timestamp>_<words>. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of migration.sql, hex. */
  readonly checksum: string;
}

interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/** The migrations of a folder in Prisma's layout, oldest first. */
export async function readMigrations(
  folder = join(packageRoot(), 'prisma', 'migrations'),
): Promise<Migration[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: sha256(sql) };
    }),
  );
}

/**
 * Brings the database at `url` up to date and returns the names of the migrations it applied. Keeps Prisma's
 * own `_prisma_migrations` table, so `prisma migrate` goes on where this stopped and the other way round.
 * Each migration is one transaction; processes that start together take turns.
 *
 * @throws Problem 'conflict' when an applied migration was edited since, when the database has migrations
 * this version does not know, or when a migration failed; 'unavailable' when there is no server.
 */
export async function migrate(url: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: url, application_name: 'linkloop migrate' });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    return await applyMissing(client, wanted);
  } catch (error) {
    throw databaseUnavailable(error) ?? error;
  } finally {
    // Ends the session, and with it the lock.
    await client.end().catch(() => {});
  }
}

async function applyMissing(client: pg.Client, wanted: readonly Migration[]): Promise<string[]> {
  // As Prisma creates it.
  await client.query(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                  VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"            VARCHAR(64) NOT NULL,
    "finished_at"         TIMESTAMPTZ,
    "migration_name"      VARCHAR(255) NOT NULL,
    "logs"                TEXT,
    "rolled_back_at"      TIMESTAMPTZ,
    "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`);
  const { rows } = await client.query<AppliedMigration>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  checkHistory(rows, wanted);
  const done = new Set(rows.map((row) => row.migration_name));
  const missing = wanted.filter(({ name }) => !done.has(name));
  for (const migration of missing) await apply(client, migration);
  return missing.map(({ name }) => name);
}

function checkHistory(applied: readonly AppliedMigration[], wanted: readonly Migration[]): void {
  const known = new Map(wanted.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new Problem(
        'conflict',
        `The database has the migration ${name}, which this version does not know.`,
        {
          remedy: 'Run the version of Linkloop that made this database, or a newer one.',
        },
      );
    }
    if (finished_at === null) {
      throw new Problem('conflict', `The migration ${name} was begun on this database and never finished.`, {
        remedy: 'Repair the database, then mark the migration with `prisma migrate resolve`.',
      });
    }
    if (migration.checksum !== checksum) {
      throw new Problem('conflict', `The migration ${name} was changed after it had been applied.`, {
        remedy: 'Restore prisma/migrations as released; put changes into a new migration.',
      });
    }
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    const lost = databaseUnavailable(error);
    if (lost !== undefined) throw lost;
    await client.query('ROLLBACK');
    throw new Problem('conflict', `The migration ${name} failed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
