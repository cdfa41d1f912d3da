import type { Request } from 'express';
import type { z } from 'zod';
import { Problem } from '../../base/problem.ts';
import { transaction } from '../../prisma/transaction.ts';
import type { Application } from '../application.ts';
import type { KeyHolder } from '../keys.ts';
import type { Answer, Answers, Endpoint, Exchange } from './endpoint.ts';
import { claimKey, idempotencyKey, requestHash, storeAnswer } from './idempotency.ts';
import { findingsOf } from './problemDetails.ts';
import type { Timing } from './timing.ts';

/** Limits how many requests at a time hold one database connection while they use others. */
type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Checks a request against its endpoint and gives the handler what it may use.
 * @throws Problem `invalid_input` naming everything that is wrong.
 */
export function exchangeOf(
  application: Application,
  endpoint: Endpoint,
  request: Request,
  caller: KeyHolder,
  timing: Timing,
  turnstile: Turnstile,
): Exchange<unknown, unknown, unknown, Answers> {
  const body: unknown = request.body;
  const key = endpoint.writes ? idempotencyKey(request.get('idempotency-key')) : undefined;
  const now = application.clock.now();
  const claim =
    key === undefined
      ? undefined
      : {
          companyId: caller.companyId,
          key,
          requestHash: requestHash(request.method, request.originalUrl, body),
          now,
        };
  return {
    application,
    caller,
    path: parsed(endpoint.path, request.params, 'path'),
    query: parsed(endpoint.query, request.query, 'query'),
    body: endpoint.body === undefined ? undefined : parsed(endpoint.body, presentBody(body), 'body'),
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

function presentBody(body: unknown): unknown {
  if (body !== undefined) return body;
  throw new Problem('invalid_input', 'The request has no body.', {
    findings: [{ path: '', message: 'Required.' }],
    remedy: 'Send JSON with the header "Content-Type: application/json".',
  });
}

function parsed(schema: z.ZodType | undefined, input: unknown, part: string): unknown {
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
