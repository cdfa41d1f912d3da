import { Problem } from '../../base/problem.ts';
import type { Database } from '../../prisma/database.ts';
import { type CompanyRecord, findCompany } from '../../prisma/repositories/companies.ts';

export interface CompanyProfiles {
  (companyId: string): Promise<CompanyRecord>;
  /** The company has changed: look again before the next answer. */
  forget(companyId: string): void;
}

/** Companies are looked up anew after this time even when nobody said that they changed. */
const cacheMilliseconds = 5_000;

/** Companies with their settings, remembered for a few seconds: every prediction needs them. */
export function companyProfiles(database: Database): CompanyProfiles {
  const remembered = new Map<string, { readonly company: Promise<CompanyRecord>; readonly until: number }>();
  const profile = (companyId: string) => {
    const known = remembered.get(companyId);
    if (known && known.until > performance.now()) return known.company;
    const company = findCompany(database.pool, { id: companyId }).then((found) => {
      if (found) return found;
      throw new Problem('not_found', `There is no company ${companyId}.`);
    });
    const entry = { company, until: performance.now() + cacheMilliseconds };
    company.catch(() => remembered.get(companyId) === entry && remembered.delete(companyId));
    remembered.set(companyId, entry);
    return company;
  };
  return Object.assign(profile, { forget: (companyId: string) => void remembered.delete(companyId) });
}
