import { Problem } from '../../base/problem.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import type { DecimalSign } from './parseNumber.ts';
import { ZonedTime } from './zonedTime.ts';

/** How a company's files write times and numbers. */
export interface ReadingRules {
  /** For times without an offset. */
  readonly zone: ZonedTime;
  readonly decimal: DecimalSign;
}

/** How this company's rows are to be read. @throws Problem `not_found` for an unknown company. */
export async function readingRules(
  client: Queryable,
  companyId: string,
  decimal: DecimalSign = 'auto',
): Promise<{ rules: ReadingRules; region: string }> {
  const { rows } = await client.query<{ timezone: string; region: string }>(
    'select timezone, region from company where id = $1',
    [companyId],
  );
  const company = rows[0];
  if (!company) throw new Problem('not_found', `There is no company ${companyId}.`);
  return { rules: { zone: new ZonedTime(company.timezone), decimal }, region: company.region };
}
