import { computeFeatures } from '../../features/computeFeatures.ts';
import { featuresOfTask } from '../../features/definitions/taskFeatures.ts';
import { findCompany } from '../../prisma/repositories/companies.ts';
import { loadHistory } from '../../prisma/repositories/history.ts';
import { findByExternalId } from '../../prisma/repositories/references.ts';
import { openApplication } from '../../serving/application.ts';
import { readSettings } from '../../serving/settings.ts';
import { median } from '../measure.ts';
import { storeInteraction, storeLead } from './storedLead.ts';

/** Milliseconds (median) from a request for the features of a lead to the vector, on the service's own path. */
export interface ServedVectors {
  /** The history is in memory, and nothing is new: asking the database so, and computing. */
  readonly warm: number;
  /** One event is new: asking, reading it, computing. */
  readonly refreshed: number;
  /** Reading the whole history and replaying it. */
  readonly cold: number;
  /** Of each, computing alone. */
  readonly warmVector: number;
  readonly refreshedVector: number;
  readonly coldVector: number;
  readonly events: number;
}

/** The vectors of one lead in a database of their own, the three ways in turns. */
export async function servedVectors(
  folder: string,
  events: number,
  rounds: number,
  signal: AbortSignal,
): Promise<ServedVectors> {
  const settings = readSettings({ LINKLOOP_DATA: folder, LOG_LEVEL: 'error' });
  const application = await openApplication(settings, { onFirstKey: () => {} });
  try {
    const { database, histories, clock } = application;
    const company = (await findCompany(database.pool, { slug: 'default' }))!;
    await storeLead(database, company.id, events);
    const leadId = (await findByExternalId(database.pool, company.id, 'lead', 'lead'))!;
    const features = featuresOfTask('lead_score', company.settings);
    const times = {
      warm: [] as number[],
      refreshed: [] as number[],
      cold: [] as number[],
      warmVector: [] as number[],
      refreshedVector: [] as number[],
      coldVector: [] as number[],
    };
    const answer = async (total: number[], vector: number[], freshness: string) => {
      const started = performance.now();
      const found = (await histories.get(company.id, 'lead', leadId))!;
      const began = performance.now();
      found.known.at(features, clock.now().getTime());
      const ended = performance.now();
      if (found.freshness !== freshness)
        throw new Error(`a ${found.freshness} where ${freshness} is measured`);
      total.push(ended - started);
      vector.push(ended - began);
    };
    await answer([], [], 'miss');
    let known = 0;
    for (let round = 0; round < rounds; round++) {
      signal.throwIfAborted();
      await storeInteraction(database, company.id, `new-${round}`);
      await answer(times.refreshed, times.refreshedVector, 'refresh');
      for (let again = 0; again < 4; again++) await answer(times.warm, times.warmVector, 'hit');
      const started = performance.now();
      const history = (await loadHistory(database.pool, company.id, 'lead', leadId))!;
      const began = performance.now();
      computeFeatures(features, history, clock.now().getTime());
      const ended = performance.now();
      times.cold.push(ended - started);
      times.coldVector.push(ended - began);
      known = history.transactions.length + history.calls.length + history.appointments.length;
      known += history.interactions.length + history.outcomes.length;
    }
    return {
      warm: median(times.warm),
      refreshed: median(times.refreshed),
      cold: median(times.cold),
      warmVector: median(times.warmVector),
      refreshedVector: median(times.refreshedVector),
      coldVector: median(times.coldVector),
      events: known,
    };
  } finally {
    await application.close();
  }
}
