import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { readMigrations } from '../../prisma/migrate.ts';
import { packageRoot } from '../../prisma/packageRoot.ts';

const name = 'schema.prisma';
/** What Prisma keeps for itself is not part of the data model. */
const filters = { externalTables: ['public._prisma_migrations'], externalEnums: [] };

let instantiated: Promise<void> | undefined;

/** Prisma's schema engine, which the command line would download as a program, in WebAssembly. */
async function withEngine<T>(
  url: string,
  schema: string,
  work: (prisma: engine.SchemaEngine) => Promise<T>,
): Promise<T> {
  instantiated ??= instantiate();
  await instantiated;
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    const prisma = await engine.SchemaEngine.new(
      { datamodels: [[name, schema]] },
      () => {},
      catalogAdapter(pool),
    );
    return await work(prisma);
  } finally {
    await pool.end();
  }
}

const charType = 18;
const textType = 25;

/**
 * A driver adapter that knows the catalogue's one-byte type "char", which the engine asks for and the adapter
 * of @prisma/adapter-pg refuses: the pool passes such columns as text, and their type is put right afterwards.
 */
function catalogAdapter(pool: pg.Pool): object {
  const charColumns = new Map<string, Set<string>>();
  const poolQuery = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>;
  pool.query = (async (config: pg.QueryConfig) => {
    const result = await poolQuery(config);
    const chars = result.fields.filter(({ dataTypeID }) => dataTypeID === charType);
    for (const field of chars) field.dataTypeID = textType;
    charColumns.set(config.text, new Set(chars.map((field) => field.name)));
    return result;
  }) as unknown as pg.Pool['query'];
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const chars = charColumns.get(query.sql);
      const columnTypes = result.columnTypes.map((type, column) =>
        chars?.has(result.columnNames[column] ?? '') ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  };
  return bindMigrationAwareSqlAdapterFactory(factory);
}

/** The part of the standard interface used here; our compiler options leave the browser's out. */
interface WebAssemblyLoader {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
}

async function instantiate(): Promise<void> {
  const require = createRequire(import.meta.url);
  const path = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyLoader };
  const { instance } = await WebAssembly.instantiate(await readFile(path), {
    './schema_engine_bg.js': engine,
  });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

export function readSchema(): Promise<string> {
  return readFile(join(packageRoot(), 'prisma', name), 'utf8');
}

/** The SQL that would turn the database at `url` into what `schema` says; empty when they agree. */
export async function sqlToReach(url: string, schema: string): Promise<string> {
  return withEngine(url, schema, async (prisma) => {
    const { stdout } = await prisma.diff({
      // The database of the adapter.
      from: { tag: 'schemaDatasource', files: [{ path: name, content: schema }], configDir: packageRoot() },
      to: { tag: 'schemaDatamodel', files: [{ path: name, content: schema }] },
      script: true,
      exitCode: null,
      filters,
    });
    const sql = stdout ?? '';
    return sql.trim() === '-- This is an empty migration.' ? '' : sql;
  });
}

/** What Prisma itself says of our migrations on the database at `url`. */
export async function diagnoseMigrations(url: string): Promise<engine.DiagnoseMigrationHistoryOutput> {
  const migrations = await readMigrations();
  return withEngine(url, await readSchema(), (prisma) =>
    prisma.diagnoseMigrationHistory({
      migrationsList: {
        baseDir: join(packageRoot(), 'prisma', 'migrations'),
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name: path, sql }) => ({
          path,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      optInToShadowDatabase: false,
      filters,
    }),
  );
}
