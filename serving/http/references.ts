import { z } from 'zod';
import { Problem } from '../../base/problem.ts';
import type { SubjectType } from '../../prisma/generated/enums.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { exists, findByExternalId } from '../../prisma/repositories/references.ts';

/** An id of ours or of the caller's own system. */
export const reference = z.string().min(1).max(500);

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const isUuid = (text: string): boolean => uuidPattern.test(text);

/**
 * The internal id behind what a path or body names. An id in our form is looked for among ours first, then
 * among the caller's own, which may be UUIDs too.
 * @throws Problem `not_found`, also for what belongs to another company.
 */
export async function resolveReference(
  client: Queryable,
  companyId: string,
  noun: SubjectType,
  given: string,
  path = '',
): Promise<string> {
  if (isUuid(given) && (await exists(client, companyId, noun, given))) return given.toLowerCase();
  return resolveExternal(client, companyId, noun, given, path);
}

/** @throws Problem `not_found` */
export async function resolveExternal(
  client: Queryable,
  companyId: string,
  noun: SubjectType | 'interaction',
  externalId: string,
  path = '',
): Promise<string> {
  const id = await findByExternalId(client, companyId, noun, externalId);
  if (id !== null) return id;
  throw new Problem('not_found', `There is no ${noun} "${externalId.slice(0, 100)}".`, {
    findings: [{ path, message: `no such ${noun}`, received: externalId }],
    remedy: `Import the ${noun} first, or check its id.`,
  });
}
