import { Problem } from '../../base/problem.ts';
import type { Database } from '../../prisma/database.ts';
import { type CompanyRecord, findCompany } from '../../prisma/repositories/companies.ts';

export type CompanyProfiles = (companyId: string) => Promise<CompanyRecord>;

/** Changed settings of a company take effect within this time. */
const cacheMilliseconds = 5_000;

/** Companies with their settings, remembered for a few seconds: every prediction needs them. */
export function companyProfiles(database: Database): CompanyProfiles {
  const remembered = new Map<string, { readonly company: Promise<CompanyRecord>; readonly until: number }>();
  return (companyId) => {
    const known = remembered.get(companyId);
    if (known && known.until > performance.now()) return known.company;
    const company = findCompany(database.pool, { id: companyId }).then((found) => {
      if (found) return found;
      throw new Problem('not_found', `There is no company ${companyId}.`);
    });
    company.catch(() => remembered.delete(companyId));
    remembered.set(companyId, { company, until: performance.now() + cacheMilliseconds });
    return company;
  };
}
