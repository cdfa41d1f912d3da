import { z } from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { problemStatus } from '../../base/problem.ts';
import type { Endpoint } from './endpoint.ts';

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problemStatus) as [keyof typeof problemStatus]).meta({
      description: 'Stable; switch on it.',
    }),
    detail: z.string(),
    remedy: z.string().optional().meta({ description: 'What you can do about it.' }),
    errors: z.array(
      z.object({
        path: z.string().meta({ description: 'JSON pointer into the body, or the name of what was wrong.' }),
        message: z.string(),
        received: z.unknown().optional(),
        allowed: z.string().optional(),
      }),
    ),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });

const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

const idempotencyHeader = z.object({
  'Idempotency-Key': z.string().min(1).max(255).optional().meta({
    description: 'Repeat a request with the same key and it is done once; the answer is the same.',
  }),
});

/** The OpenAPI 3.1 description of the endpoints, from the very schemas that check requests. */
export function openApiDocument(endpoints: readonly Endpoint[]): oas31.OpenAPIObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of endpoints) {
    paths[endpoint.url] = { ...paths[endpoint.url], [endpoint.method]: operation(endpoint) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Linkloop',
      version: '1',
      description:
        'Which customer is this call, what to do next, what is a customer worth, who is about to leave - and ' +
        'the feedback all of it learns from. Wherever an id of a customer, lead or call is taken, the id of ' +
        'your own system (externalId) is taken too.',
    },
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key of your company.' },
      },
    },
  });
}

function operation(endpoint: Endpoint): ZodOpenApiOperationObject {
  const params = {
    ...(endpoint.path ? { path: endpoint.path as z.ZodObject } : {}),
    ...(endpoint.query ? { query: endpoint.query as z.ZodObject } : {}),
    ...(endpoint.writes ? { header: idempotencyHeader } : {}),
  };
  const scopes =
    endpoint.scopes.length === 0
      ? ''
      : `Scope: ${endpoint.scopes.map((scope) => `\`${scope}\``).join(' or ')}.`;
  return {
    operationId: operationId(endpoint),
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: [endpoint.description, scopes].filter(Boolean).join('\n\n'),
    ...(endpoint.scopes.length === 0 ? {} : { security: [{ key: [] }] }),
    ...(Object.keys(params).length === 0 ? {} : { requestParams: params }),
    ...(endpoint.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              ...(endpoint.eachLine ? {} : { 'application/json': { schema: endpoint.body } }),
              ...Object.fromEntries(
                (endpoint.mediaTypes ?? []).map((type) => [type, { schema: z.string() }]),
              ),
            },
          },
        }),
    responses: responses(endpoint),
  };
}

function responses(endpoint: Endpoint): ZodOpenApiResponsesObject {
  const all: ZodOpenApiResponsesObject = {};
  for (const [status, schema] of Object.entries(endpoint.answers)) {
    all[status as `${1 | 2 | 3 | 4 | 5}${string}`] =
      schema === null
        ? { description: 'Nothing to answer.' }
        : {
            description: 'Done.',
            content: Object.fromEntries(
              mediaTypesOf(endpoint, schema).map((mediaType) => [mediaType, { schema }]),
            ),
          };
  }
  if (endpoint.scopes.length > 0) {
    all['401'] = problemAnswer('No key, or an unknown one.');
    all['403'] = problemAnswer('The key lacks the scope.');
  }
  all.default = problemAnswer('What was wrong, where, and what to do.');
  return all;
}

function mediaTypesOf(endpoint: Endpoint, schema: z.ZodType): readonly string[] {
  if (endpoint.eachLine) return ['application/x-ndjson'];
  if (endpoint.streams) return endpoint.streams;
  return [schema instanceof z.ZodString ? 'text/plain' : 'application/json'];
}

/** postApiReviewsIdDecision: stable, and unique because method and path are. */
function operationId({ method, url }: Endpoint): string {
  const words = url.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}
