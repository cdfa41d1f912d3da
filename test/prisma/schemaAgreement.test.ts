import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../prisma/database.ts';
import { testDatabase } from '../support/database.ts';
import { readSchema, sqlToReach } from '../support/schemaEngine.ts';

let schema: string;
beforeAll(async () => {
  schema = await readSchema();
});

describe('schema.prisma and the migrated database', () => {
  test('agree', async () => {
    const db = await testDatabase();
    try {
      expect(await sqlToReach(db.url, schema)).toBe('');
    } finally {
      await db.close();
    }
  });

  // The test above must notice each of these; all are made to one database, and each is missed by a statement of its own.
  describe('would not agree after', () => {
    const mutants = [
      ['a renamed column', 'ALTER TABLE call RENAME COLUMN service TO topic', 'DROP COLUMN "topic"'],
      [
        'another type',
        'ALTER TABLE call ALTER COLUMN duration_seconds TYPE int',
        '"duration_seconds" SET DATA TYPE DOUBLE PRECISION',
      ],
      [
        'another precision',
        'ALTER TABLE call ALTER COLUMN occurred_at TYPE timestamptz(3)',
        '"occurred_at" SET DATA TYPE TIMESTAMPTZ(6)',
      ],
      [
        'a column that may not be null',
        'ALTER TABLE call ALTER COLUMN external_id SET NOT NULL',
        '"external_id" DROP NOT NULL',
      ],
      ['a missing default', 'ALTER TABLE call ALTER COLUMN claims DROP DEFAULT', `"claims" SET DEFAULT '{}'`],
      [
        'a missing index',
        'DROP INDEX call_company_id_occurred_at_idx',
        'CREATE INDEX "call_company_id_occurred_at_idx"',
      ],
      [
        'a missing unique index',
        'DROP INDEX appointment_company_id_external_id_key',
        'CREATE UNIQUE INDEX "appointment_company_id_external_id_key"',
      ],
      [
        'an index over all links',
        'DROP INDEX identity_link_company_id_call_id_key; CREATE UNIQUE INDEX identity_link_company_id_call_id_key ON identity_link(company_id, call_id)',
        'DROP INDEX "identity_link_company_id_call_id_key"',
      ],
      [
        'a missing foreign key',
        'ALTER TABLE identity_link DROP CONSTRAINT identity_link_company_id_call_id_fkey',
        'ADD CONSTRAINT "identity_link_company_id_call_id_fkey"',
      ],
      ['a missing table', 'DROP TABLE audit_log', 'CREATE TABLE "audit_log"'],
      ['an additional table', 'CREATE TABLE spare (id int primary key)', 'DROP TABLE "spare"'],
      [
        'an additional kind of link',
        `ALTER TYPE link_source ADD VALUE 'guess'`,
        'CREATE TYPE "link_source_new"',
      ],
    ] as const;
    let db: Database;
    let missed: string;
    beforeAll(async () => {
      const changed = await testDatabase();
      try {
        for (const [, statement] of mutants) await changed.pool.query(statement);
        missed = await sqlToReach(changed.url, schema);
      } finally {
        await changed.close();
      }
      db = await testDatabase();
    });
    afterAll(() => db.close());

    test.each(mutants)('%s', (_change, _statement, repair) => {
      expect(missed).toContain(repair);
    });

    test.each([
      ['a renamed field', '@map("display_name")', '@map("screen_name")'],
      ['an additional field', 'transcript      String?', 'transcript      String?\n  language String?'],
    ])('%s in the schema', async (_change, from, to) => {
      expect(schema).toContain(from);
      expect(await sqlToReach(db.url, schema.replace(from, to))).not.toBe('');
    });
  });
});
