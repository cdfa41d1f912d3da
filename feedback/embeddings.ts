import { Problem } from '../base/problem.ts';
import { directionOf, type Embedding } from '../models/linking/embeddings.ts';
import { appendOutbox } from '../prisma/outbox.ts';
import type { Queryable } from '../prisma/queryable.ts';
import {
  dimensionOf,
  embeddingFacts,
  putEmbedding,
  withdrawEmbeddings,
} from '../prisma/repositories/callEmbeddings.ts';

/** A vector of a call as given; the caller has consented to it. */
export interface GivenEmbedding {
  readonly kind: string;
  /** Finite, not all 0. */
  readonly values: readonly number[];
}

/**
 * Keeps the vectors of a call, as directions.
 * @param path of the list in the request
 * @throws Problem `invalid_input` for a vector of another dimension than the company keeps of its kind: it comes from
 *   another model, and comparing the two would mean nothing.
 */
export async function recordEmbeddings(
  client: Queryable,
  { companyId, callId }: { readonly companyId: string; readonly callId: string },
  given: readonly GivenEmbedding[],
  now: Date,
  path: string,
): Promise<void> {
  if (given.length === 0) return;
  for (const [at, { kind, values }] of given.entries()) {
    const dimension = await dimensionOf(client, companyId, kind);
    if (dimension !== null && dimension !== values.length) {
      throw new Problem('invalid_input', `Vectors of kind "${kind}" have ${dimension} values here.`, {
        findings: [
          {
            path: `${path}/${at}/values`,
            message: 'of another dimension than the vectors of this kind that are kept',
            received: values.length,
            allowed: String(dimension),
          },
        ],
        remedy: `Vectors of another model do not compare with them: give that model a kind of its own, such as "${kind.slice(0, 37)}-2".`,
      });
    }
    await putEmbedding(client, { companyId, callId, kind, direction: directionOf(values), recordedAt: now });
  }
  await appendOutbox(client, { companyId, topic: 'link.changed', subject: callId, recordedAt: now });
}

/** The vectors of a call that may be used now. */
export async function embeddingsOfCall(
  client: Queryable,
  companyId: string,
  callId: string,
): Promise<Embedding[]> {
  const facts = await embeddingFacts(client, companyId, { callIds: [callId] });
  return facts.flatMap(({ kind, direction }) =>
    direction === null ? [] : [{ kind, direction: Float32Array.from(direction) }],
  );
}

/** Consent to the vectors of a call was withdrawn: they are forgotten. @returns how many there were */
export async function forgetEmbeddings(
  client: Queryable,
  companyId: string,
  callId: string,
  now: Date,
): Promise<number> {
  const forgotten = await withdrawEmbeddings(client, companyId, callId, now);
  await appendOutbox(client, { companyId, topic: 'link.changed', subject: callId, recordedAt: now });
  return forgotten;
}
