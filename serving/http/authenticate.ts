import { Problem } from '../../base/problem.ts';
import type { Database } from '../../prisma/database.ts';
import { findKeyHolder, hashKey, type KeyHolder, type Scope } from '../keys.ts';

/** A revoked key may work this long. */
const cacheMilliseconds = 5_000;
const cacheSize = 10_000;

/**
 * Turns `Authorization: Bearer <key>` into who holds the key, and through it one company. Keys that were found are
 * remembered for a few seconds; unknown ones are looked up every time, so that a new key works at once.
 */
export function authenticator(
  database: Pick<Database, 'pool'>,
): (header: string | undefined) => Promise<KeyHolder> {
  const remembered = new Map<string, { readonly holder: KeyHolder; readonly until: number }>();
  return async (header) => {
    const key = /^Bearer +([\x21-\x7e]{1,500}) *$/i.exec(header ?? '')?.[1];
    if (key === undefined) {
      throw new Problem('unauthenticated', 'The request carries no API key.', {
        remedy: 'Send the header "Authorization: Bearer <key>". Keys are made with: linkloop keys create.',
      });
    }
    // By hash: the keys themselves do not lie around in memory.
    const hash = hashKey(key);
    const cached = remembered.get(hash);
    if (cached && cached.until > performance.now()) return cached.holder;
    remembered.delete(hash);
    const holder = await findKeyHolder(database, key);
    if (!holder) {
      throw new Problem('unauthenticated', 'The API key is unknown or was revoked.', {
        remedy: 'List the keys with: linkloop keys list.',
      });
    }
    if (remembered.size >= cacheSize) remembered.clear();
    remembered.set(hash, { holder, until: performance.now() + cacheMilliseconds });
    return holder;
  };
}

/** @throws Problem `forbidden` unless the caller has one of the scopes; admin has all. */
export function requireScope(caller: KeyHolder, allowed: readonly Scope[]): void {
  if (caller.scopes.includes('admin') || allowed.some((scope) => caller.scopes.includes(scope))) return;
  throw new Problem(
    'forbidden',
    `This needs the scope ${allowed.join(' or ')}; the key "${caller.name}" has ${caller.scopes.join(', ') || 'none'}.`,
    { remedy: 'Use a key with that scope, or make one with: linkloop keys create.' },
  );
}
