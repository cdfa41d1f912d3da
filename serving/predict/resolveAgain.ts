import { followEvidence } from '../../feedback/entities/newEvidence.ts';
import { findCall } from '../../prisma/repositories/calls.ts';
import { finishRequest, noteFailure, takeRequest } from '../../prisma/repositories/resolutionQueue.ts';
import { transaction } from '../../prisma/transaction.ts';
import type { Application } from '../application.ts';
import { prepareLinking } from './linking.ts';

export interface ResolvedAgain {
  /** Customers about whom something had become known. */
  customers: number;
  /** Calls resolved again; of them linked automatically, and (linked or not) put before people. */
  calls: number;
  linked: number;
  reviews: number;
  /** Calls that could not be resolved; they are tried again later. */
  failed: number;
}

/** Calls resolved with one and the same identity state; what they change is seen by the next ones. */
const atOnce = 50;

/**
 * Works off what new evidence has left to do: looks through the open calls for each customer something became known
 * about, and resolves those it may concern again, by the present model and threshold. What a person has said about a
 * call stands. Each call is a transaction of its own: work that is interrupted is done by whoever comes next.
 *
 * @param most calls to resolve at most; what is left waits
 */
export async function resolveAgain(
  application: Application,
  companyId: string,
  { most = 1000, signal }: { readonly most?: number; readonly signal?: AbortSignal } = {},
): Promise<ResolvedAgain> {
  const { database, clock, logger } = application;
  const done: ResolvedAgain = { customers: 0, calls: 0, linked: 0, reviews: 0, failed: 0 };
  const company = await application.companies(companyId);
  for (;;) {
    if (signal?.aborted) return done;
    const { customers } = await transaction(database, (client) =>
      followEvidence(client, company, clock.now()),
    );
    done.customers += customers;
    if (customers === 0) break;
  }
  for (let left = most; left > 0 && !signal?.aborted; left -= atOnce) {
    const resolve = await prepareLinking(application, companyId);
    for (let at = 0; at < Math.min(atOnce, left); at++) {
      if (signal?.aborted) return done;
      let taken: string | undefined;
      try {
        const prediction = await transaction(database, async (client) => {
          const request = await takeRequest(client, companyId);
          if (request === null) return null;
          taken = request.callId;
          const call = await findCall(client, companyId, { id: request.callId });
          const answer = await resolve(client, call!, clock.now(), request);
          await finishRequest(client, companyId, request);
          return answer;
        });
        if (prediction === null) return done;
        done.calls++;
        if (prediction.review !== null) done.reviews++;
        if (prediction.result.decision === 'link' && prediction.result.settledBy === null) done.linked++;
      } catch (error) {
        if (taken === undefined) throw error;
        logger.warn({ err: error, companyId, callId: taken }, 'a call could not be resolved again');
        await noteFailure(database.pool, companyId, taken);
        done.failed++;
      }
    }
  }
  return done;
}
