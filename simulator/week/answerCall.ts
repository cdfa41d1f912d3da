import { linkingAnswer } from '../answers.ts';
import { type Call, callPayload } from '../world/calls.ts';
import { ask } from './ask.ts';
import type { Scene } from './run.ts';

/** A call comes in: the service says whose it is. */
export async function answerCall(scene: Scene, call: Call): Promise<void> {
  const body = { call: callPayload(call) };
  const answer = await ask(
    scene,
    'resolve',
    () => scene.client.post('/api/ml/linking/resolve', body),
    linkingAnswer,
  );
  const result = answer?.result;
  const named = result?.decision === 'link' || result?.decision === 'new_customer';
  scene.record.calls.set(call.externalId, {
    callId: call.externalId,
    decision: result?.decision ?? null,
    asked: (answer?.review ?? null) !== null,
    customerId: named ? (result.customerId ?? null) : null,
    customerExternalId: named ? (result.customerExternalId ?? null) : null,
    linkedId: null,
    linkedExternalId: null,
    linkSource: null,
  });
  if (result?.decision === 'new_customer' && result.customerId) {
    const owners = scene.run.temporaryOwners;
    if (!owners.has(result.customerId)) owners.set(result.customerId, call.personId);
  }
}
