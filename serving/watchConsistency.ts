import { checkConsistency } from '../features/consistency/checkConsistency.ts';
import type { Application } from './application.ts';

const lookBack = 3_600_000;
const sample = 200;
const loggedSkews = 5;

/**
 * Computes a sample of the features every company was served with in the last hour again from history, and logs what
 * differs: an error, for answers were given from other features than training will see.
 * @returns how many of the vectors looked at differ
 */
export async function watchConsistency(
  application: Pick<Application, 'database' | 'clock'> & {
    readonly logger: Pick<Application['logger'], 'error'>;
  },
): Promise<number> {
  const { database, clock, logger } = application;
  const since = new Date(clock.now().getTime() - lookBack);
  let found = 0;
  for (const company of await database.prisma.company.findMany({ select: { id: true, settings: true } })) {
    const { checked, skewed } = await checkConsistency(database.pool, { company, since, sample });
    if (skewed.length === 0) continue;
    found += skewed.length;
    logger.error(
      { companyId: company.id, checked, skewed: skewed.length, first: skewed.slice(0, loggedSkews) },
      'answers were given from other features than their history says',
    );
  }
  return found;
}
