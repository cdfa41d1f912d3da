import { Problem } from '../../base/problem.ts';
import { embeddingsOfCall } from '../../feedback/embeddings.ts';
import { type SettledLink, settledLink } from '../../feedback/identityLinks.ts';
import { explainLink, type LinkExplanation } from '../../models/linking/explain/explainLink.ts';
import type { Scorer } from '../../models/linking/explain/weigh.ts';
import { expectedFellegiSunter } from '../../models/linking/fellegiSunter.ts';
import type { LinkDecision } from '../../models/linking/linkerModel.ts';
import { findCall } from '../../prisma/repositories/calls.ts';
import { standingLink, temporaryOfCall } from '../../prisma/repositories/identityLinks.ts';
import type { Application } from '../application.ts';
import { callQuery, otherThanItself } from './callQuery.ts';
import { customerNames } from './customerNames.ts';
import { compared } from './linking.ts';
import { answerOf } from './linkingAnswer.ts';
import { type Contender, route } from './router.ts';

export interface CallExplanation {
  readonly callId: string;
  /** Whose the call is now. */
  readonly linkedTo: string | null;
  /** Who has settled it, so that what follows is only the model's view. */
  readonly settled: SettledLink | null;
  /** Who answers calls like this one now. */
  readonly answering: Contender<unknown>;
  readonly decision: LinkDecision;
  readonly explanation: LinkExplanation;
  /** How people call the customers of the explanation. */
  readonly nameOf: (customerId: string) => string;
}

/**
 * Why a call is a customer's, or why not, as the present model sees it with what is known now. Without a customer: why it
 * is the one who has it, or else the best candidate.
 *
 * @throws Problem `not_found` for an unknown call or customer; `not_enough_data` when there is nobody to explain.
 */
export async function explainCall(
  application: Application,
  companyId: string,
  callId: string,
  customerId: string | null,
): Promise<CallExplanation> {
  const { pool } = application.database;
  const company = await application.companies(companyId);
  const call = await findCall(pool, companyId, { id: callId });
  if (!call) throw new Problem('not_found', `There is no call ${callId}.`);
  const live = await application.models.get(companyId, 'linking');
  await application.changes.catchUp();
  const state = await application.identities.get(company);

  const question = callQuery(call, company, await embeddingsOfCall(pool, companyId, callId));
  const query = state.telling(question);
  const temporaryId = await temporaryOfCall(pool, companyId, callId);
  const candidates = otherThanItself(
    state.candidates(question, compared, live.champion?.model.data.blockLimits),
    temporaryId,
  );
  const { answering } = route(live, callId);
  const answer = answerOf(answering.model, candidates, query);
  const current = (id: string | null) => (id === null ? null : (state.currentCustomer(id) ?? id));
  const linkedTo = current((await standingLink(pool, companyId, callId))?.customerId ?? null);
  const said = await settledLink(pool, companyId, callId);
  const settled = said && { ...said, customerId: current(said.customerId) };
  const askedId = customerId ?? linkedTo ?? answer.customerId ?? candidates[0]?.customerId;
  if (askedId === undefined) {
    throw new Problem('not_enough_data', 'No customer has anything in common with the call.', {
      remedy: 'Name a customer (customerId) to see what they lack.',
    });
  }
  const about = state.compareWith(question, askedId);
  if (about === undefined) throw new Problem('not_found', `There is no customer ${askedId}.`);

  const scorer: Scorer = answering.model?.data ?? untrained(state.customerCount);
  const automatic = answering.model?.data.thresholds.automatic ?? null;
  const nameOf = await customerNames(
    pool,
    companyId,
    [...candidates.map((candidate) => candidate.customerId), about.customerId, settled?.customerId].filter(
      (id) => id != null,
    ),
  );
  return {
    callId,
    linkedTo,
    settled,
    answering,
    nameOf,
    decision: answer.decision,
    explanation: explainLink({
      scorer,
      automaticFrom: automatic,
      query,
      said: question,
      candidates,
      about,
      decision: answer.decision,
      chosenId: answer.customerId,
      nameOf,
    }),
  };
}

/** The weights by which candidates are ranked before any model is trained. */
function untrained(customers: number): Scorer {
  return {
    fellegiSunter: expectedFellegiSunter(Math.max(1, customers)),
    parameters: {},
    calibration: { slope: 1, shift: 0 },
  };
}
