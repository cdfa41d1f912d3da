import { randomBytes } from 'node:crypto';
import { sha256 } from '../base/hash.ts';
import { Problem } from '../base/problem.ts';
import { uuid } from '../base/uuid.ts';
import type { Database } from '../prisma/database.ts';
import { insertAudit } from '../prisma/repositories/auditLog.ts';

/** What a key may do; admin may do everything. */
export const scopes = ['predict', 'feedback', 'review', 'operate', 'admin'] as const;

export type Scope = (typeof scopes)[number];

export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  /** First characters of the key, to recognise it by. */
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly recordedAt: Date;
  readonly revokedAt: Date | null;
}

/** Who a request comes from: a key, and through it one company. */
export interface KeyHolder {
  readonly keyId: string;
  readonly companyId: string;
  /** Name of the key, as the audit log writes it. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** Reads `predict,review`. @throws Problem `invalid_input` naming what is not a scope. */
export function readScopes(text: string): Scope[] {
  const wanted = [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))];
  const unknown = wanted.filter((scope) => !(scopes as readonly string[]).includes(scope));
  if (unknown.length > 0 || wanted.length === 0) {
    throw new Problem(
      'invalid_input',
      unknown.length > 0 ? `${unknown.join(', ')} is no scope.` : 'A key needs a scope.',
      {
        findings: [{ path: 'scopes', message: 'are not known', received: text, allowed: scopes.join(', ') }],
        remedy: `Choose among ${scopes.join(', ')}.`,
      },
    );
  }
  return wanted as Scope[];
}

/** Makes a key. Only its hash is kept: this is the one time the key itself can be seen. */
export async function createKey(
  database: Pick<Database, 'prisma' | 'pool'>,
  wanted: { companyId: string; name: string; scopes: readonly Scope[]; actor?: string },
  now: Date,
): Promise<KeyRecord & { readonly key: string }> {
  const key = `ll_${randomBytes(32).toString('base64url')}`;
  const record = await database.prisma.apiKey.create({
    data: {
      id: uuid(),
      companyId: wanted.companyId,
      name: wanted.name,
      prefix: key.slice(0, 9),
      hash: hashKey(key),
      scopes: [...wanted.scopes],
      recordedAt: now,
    },
  });
  await insertAudit(database.pool, {
    companyId: wanted.companyId,
    actor: wanted.actor ?? 'command line',
    action: 'key.create',
    subject: record.id,
    detail: { name: wanted.name, scopes: wanted.scopes },
    recordedAt: now,
  });
  return { ...publicPart(record), key };
}

/** Newest first, revoked ones included. */
export async function listKeys(database: Pick<Database, 'prisma'>, companyId: string): Promise<KeyRecord[]> {
  const records = await database.prisma.apiKey.findMany({
    where: { companyId },
    orderBy: { recordedAt: 'desc' },
  });
  return records.map(publicPart);
}

/**
 * From now on the key opens nothing. `which`: its id, or its prefix where only one key has it.
 * @throws Problem `not_found`, or `conflict` for a prefix of several keys or a key revoked before.
 */
export async function revokeKey(
  database: Pick<Database, 'prisma' | 'pool'>,
  companyId: string,
  which: string,
  now: Date,
  actor = 'command line',
): Promise<KeyRecord> {
  const keys = await database.prisma.apiKey.findMany({ where: { companyId } });
  const matching = keys.filter(({ id, prefix }) => id === which || prefix === which);
  const [key] = matching;
  if (!key) {
    throw new Problem('not_found', `The company has no key ${which}.`, {
      remedy: 'linkloop keys list shows them.',
    });
  }
  if (matching.length > 1) {
    throw new Problem('conflict', `${which} begins several keys.`, { remedy: 'Name the key by its id.' });
  }
  if (key.revokedAt)
    throw new Problem('conflict', `Key ${which} was revoked at ${key.revokedAt.toISOString()}.`);
  const revoked = await database.prisma.apiKey.update({ where: { id: key.id }, data: { revokedAt: now } });
  await insertAudit(database.pool, {
    companyId,
    actor,
    action: 'key.revoke',
    subject: key.id,
    recordedAt: now,
  });
  return publicPart(revoked);
}

/** Null: no such key, or revoked. */
export async function findKeyHolder(
  database: Pick<Database, 'pool'>,
  key: string,
): Promise<KeyHolder | null> {
  const { rows } = await database.pool.query<KeyHolder>(
    `select id as "keyId", company_id as "companyId", name, scopes from api_key
     where hash = $1 and revoked_at is null`,
    [hashKey(key)],
  );
  return rows[0] ?? null;
}

/** 256 random bits cannot be guessed, so a fast hash protects them as well as a slow one. */
export const hashKey = (key: string): string => sha256(key);

function publicPart({ id, name, prefix, scopes: own, recordedAt, revokedAt }: KeyRecord): KeyRecord {
  return { id, name, prefix, scopes: own, recordedAt, revokedAt };
}
