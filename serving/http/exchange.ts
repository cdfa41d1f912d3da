import { z } from 'zod';
import { Problem } from '../../base/problem.ts';
import { transaction } from '../../prisma/transaction.ts';
import type { Application } from '../application.ts';
import type { KeyHolder } from '../keys.ts';
import { checkedText } from './checkedText.ts';
import type { Answer, Answers, Endpoint, Exchange } from './endpoint.ts';
import { claimKey, storeAnswer } from './idempotency.ts';
import { findingsOf } from './problemDetails.ts';
import type { Timing } from './timing.ts';

/** Limits how many requests at a time hold one database connection while they use others. */
type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

/** What a request says, before any check. */
export interface Asking {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** With which a repeated request is told from a new one: the key and what must be the same. */
  readonly idempotency?: { readonly key: string; readonly hash: string };
}

/**
 * Checks a request against its endpoint and gives the handler what it may use.
 * @throws Problem `invalid_input` naming everything that is wrong.
 */
export function exchangeOf(
  application: Application,
  endpoint: Endpoint,
  asking: Asking,
  caller: KeyHolder,
  timing: Timing,
  turnstile: Turnstile,
): Exchange<unknown, unknown, unknown, Answers> {
  const { params, query, body, idempotency } = asking;
  const now = application.clock.now();
  const claim =
    idempotency === undefined
      ? undefined
      : { companyId: caller.companyId, key: idempotency.key, requestHash: idempotency.hash, now };
  return {
    application,
    caller,
    ...checkedUrl(endpoint, params, query),
    body: endpoint.body === undefined ? undefined : checkedPart(endpoint.body, presentBody(body), 'body'),
    now,
    timing,
    commit: (work) =>
      timing.measure('commit', () =>
        transaction(application.database, async (client) => {
          if (claim) await claimKey(client, claim);
          const answer = await work(client);
          if (claim) await storeAnswer(client, claim, answer as Answer<Answers> & { body?: unknown });
          return answer;
        }),
      ),
    once: (work) =>
      claim === undefined
        ? work()
        : turnstile(() =>
            transaction(application.database, async (client) => {
              await claimKey(client, claim);
              const answer = await work();
              await storeAnswer(client, claim, answer as Answer<Answers> & { body?: unknown });
              return answer;
            }),
          ),
  };
}

const nothing = z.strictObject({});

/**
 * The parameters of the path and of the query. A query that an endpoint does not take is refused, for whoever sent it
 * expects it to count; only where no key is needed, who checks and scrapes may add what they like.
 * @throws Problem `invalid_input`
 */
export function checkedUrl(
  endpoint: Endpoint,
  params: unknown,
  query: unknown,
): { readonly path: unknown; readonly query: unknown } {
  const querySchema = endpoint.query ?? (endpoint.scopes.length > 0 ? nothing : undefined);
  return {
    path: checkedPart(endpoint.path, checkedText(params, 'path'), 'path'),
    query: checkedPart(querySchema, checkedText(query, 'query'), 'query'),
  };
}

function presentBody(body: unknown): unknown {
  if (body !== undefined) return body;
  throw new Problem('invalid_input', 'The request has no body.', {
    findings: [{ path: '', message: 'Required.' }],
    remedy: 'Send JSON with the header "Content-Type: application/json".',
  });
}

/**
 * A part of a request as its schema makes it.
 * @throws Problem `invalid_input` naming everything that is wrong.
 */
export function checkedPart(schema: z.ZodType | undefined, input: unknown, part: string): unknown {
  if (schema === undefined) return input;
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const findings = findingsOf(result.error, input);
  const where = part === 'body' ? 'body' : `${part} of the request`;
  throw new Problem('invalid_input', `The ${where} cannot be used: ${summary(findings)}`, { findings });
}

function summary(findings: readonly { path: string; message: string }[]): string {
  const [first, ...rest] = findings;
  const start = first === undefined ? 'it is not valid.' : `${first.path || 'it'}: ${first.message}`;
  return rest.length === 0 ? start : `${start} (and ${rest.length} more)`;
}
