import { sha256 } from '../../base/hash.ts';

/**
 * What a receipt and the audit log keep in the place of an id. Our own ids are random and cannot be found from it; an
 * external id can be tried by whoever has a list of candidates, which is what the hash is for: to show that it was erased.
 */
export const subjectHash = (companyId: string, id: string): string => sha256(`${companyId} ${id}`);
