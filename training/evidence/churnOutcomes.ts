import { churnLabels } from '../../features/labels/churnLabel.ts';
import { companyChurn } from '../../features/labels/companyChurn.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { findCompany } from '../../prisma/repositories/companies.ts';
import { loadHistories } from '../../prisma/repositories/history.ts';

/** Whom an answer was about, and as of when. */
export interface AnsweredUnit {
  readonly subjectId: string;
  readonly asOf: Date;
}

/** Histories read at a time. */
const pageSize = 500;

/**
 * Whether each customer had left 30 days after they were asked about, by the label that models learn from; null: not known
 * yet, or nothing will ever tell.
 */
export async function churnOutcomes(
  client: Queryable,
  companyId: string,
  answers: readonly AnsweredUnit[],
  now: Date,
): Promise<(boolean | null)[]> {
  if (answers.length === 0) return [];
  const company = await findCompany(client, { id: companyId });
  const definition = await companyChurn(client, { id: companyId, settings: company?.settings }, now);
  const left = new Map<string, boolean | null>();
  for (let from = 0; from < answers.length; from += pageSize) {
    const page = answers.slice(from, from + pageSize);
    const asked = new Map(page.map(({ subjectId, asOf }) => [subjectId, asOf.getTime()]));
    for (const history of await loadHistories(client, companyId, 'customer', [...asked.keys()])) {
      const found = churnLabels(history, definition).at(asked.get(history.id)!);
      left.set(history.id, typeof found === 'string' ? null : found.label === 1);
    }
  }
  return answers.map(({ subjectId }) => left.get(subjectId) ?? null);
}
