import type { NormalizedIdentity } from '../../features/identity/normalizeIdentity.ts';
import { normalizeIdentity } from '../../features/identity/normalizeIdentity.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { findCall } from '../../prisma/repositories/calls.ts';
import { findCompany } from '../../prisma/repositories/companies.ts';
import { replaceOpenKeys, setOpenKeys, unlinkedAmong } from '../../prisma/repositories/openCallKeys.ts';
import { evidenceKeys } from './evidenceKeys.ts';

/** The call is nobody's yet: new evidence about what it claims shall find it. */
export async function keepOpen(
  client: Queryable,
  companyId: string,
  callId: string,
  claims: NormalizedIdentity,
): Promise<void> {
  await setOpenKeys(client, companyId, callId, keysOf(claims));
}

/** Of calls that are new, or told otherwise: those that are nobody's are kept open, the others are not. */
export async function keepUnlinkedOpen(
  client: Queryable,
  company: { readonly id: string; readonly region: string },
  callIds: readonly string[],
): Promise<void> {
  if (callIds.length === 0) return;
  const keys = (await unlinkedAmong(client, company.id, callIds)).flatMap(({ id, claims }) =>
    keysOf(normalizeIdentity(claims, company)).map((key) => ({ callId: id, key })),
  );
  await replaceOpenKeys(client, company.id, callIds, keys);
}

function keysOf({ name, phone, email, dateOfBirth, address }: NormalizedIdentity): string[] {
  return evidenceKeys({
    names: name === null ? [] : [name],
    phones: phone === null ? [] : [phone],
    emails: email === null ? [] : [email],
    datesOfBirth: dateOfBirth === null ? [] : [dateOfBirth],
    addresses: address === null ? [] : [address],
  });
}

/** The same for a call of which only the id is at hand. */
export async function reopen(client: Queryable, companyId: string, callId: string): Promise<void> {
  const company = await findCompany(client, { id: companyId });
  const call = await findCall(client, companyId, { id: callId });
  await keepOpen(client, companyId, callId, normalizeIdentity(call!.claims, company!));
}

/** The call is somebody's: nothing new is looked for. */
export async function close(client: Queryable, companyId: string, callId: string): Promise<void> {
  await setOpenKeys(client, companyId, callId, []);
}
