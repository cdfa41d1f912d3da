import { canonicalJson, sha256 } from '../../base/hash.ts';
import { Problem } from '../../base/problem.ts';
import { prepared } from '../../prisma/prepared.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { answerErased } from '../../prisma/repositories/erasureMentions.ts';

/** Thrown out of a transaction to answer with what an earlier request under the same key was answered. */
export class Replay {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

/** What makes two requests the same: to repeat a write under a new body or path is a mistake. */
export function requestHash(method: string, path: string, body: unknown): string {
  return sha256(canonicalJson([method, path, body ?? null]));
}

/** @throws Problem `invalid_input` for a key that cannot be one. */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (/^[\x20-\x7e]{1,255}$/.test(header)) return header;
  throw new Problem('invalid_input', 'The Idempotency-Key is not 1 to 255 printable ASCII characters.', {
    findings: [{ path: 'Idempotency-Key', message: 'not a key', received: header }],
  });
}

/** Not a status of HTTP answers we send: the row is visible to nobody before its transaction stores the answer. */
const underWay = 102;

/**
 * Takes the key for the transaction: a second request under it waits here until the first commits.
 * @throws Replay when the key was used before for the same request, Problem `idempotency_mismatch` when for
 *   another, `not_found` when the answer is not known any more.
 */
export async function claimKey(
  client: Queryable,
  claim: { companyId: string; key: string; requestHash: string; now: Date },
): Promise<void> {
  const { rowCount } = await prepared(
    client,
    `insert into idempotency_key (company_id, key, request_hash, status, body, recorded_at)
     values ($1, $2, $3, ${underWay}, 'null', $4) on conflict do nothing`,
    [claim.companyId, claim.key, claim.requestHash, claim.now],
  );
  if (rowCount === 1) return;
  const { rows } = await client.query<{ requestHash: string; status: number; body: unknown }>(
    `select request_hash as "requestHash", status, body from idempotency_key where company_id = $1 and key = $2`,
    [claim.companyId, claim.key],
  );
  const stored = rows[0]!;
  if (stored.requestHash !== claim.requestHash) {
    throw new Problem('idempotency_mismatch', 'This Idempotency-Key was used for a different request.', {
      remedy: 'Use a new key for a new request, and the same key only to repeat one unchanged.',
    });
  }
  if (stored.status === answerErased) {
    throw new Problem('not_found', 'The answer to this request held data of a person who was erased since.', {
      remedy: 'Nothing was done again. Use a new key for a new request.',
    });
  }
  throw new Replay(stored.status, stored.body);
}

export async function storeAnswer(
  client: Queryable,
  claim: { companyId: string; key: string },
  answer: { status: number; body?: unknown },
): Promise<void> {
  await prepared(
    client,
    'update idempotency_key set status = $3, body = $4 where company_id = $1 and key = $2',
    [claim.companyId, claim.key, answer.status, JSON.stringify(answer.body ?? null)],
  );
}

/** Forgets answers stored before `before`: a repeated request is done again after that. Returns how many. */
export async function pruneIdempotencyKeys(client: Queryable, before: Date): Promise<number> {
  const { rowCount } = await client.query('delete from idempotency_key where recorded_at < $1', [before]);
  return rowCount ?? 0;
}
