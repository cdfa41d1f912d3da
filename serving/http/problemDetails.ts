import type { z } from 'zod';
import { type Finding, Problem, type ProblemCode, problemStatus } from '../../base/problem.ts';
import { databaseUnavailable } from '../../prisma/unavailable.ts';

/** RFC 9457 problem details as this API sends them. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable; clients switch on it. */
  readonly code: ProblemCode;
  readonly detail: string;
  readonly remedy?: string;
  readonly errors: readonly Finding[];
  /** Of the request, as in the log. */
  readonly requestId: string;
}

export function problemDetails(problem: Problem, requestId: string): ProblemDetails {
  const code = problem.code;
  return {
    type: `urn:linkloop:problem:${code}`,
    title: code[0]!.toUpperCase() + code.slice(1).replaceAll('_', ' '),
    status: problemStatus[code],
    code,
    detail: problem.message,
    ...(problem.remedy === undefined ? {} : { remedy: problem.remedy }),
    errors: problem.findings.map((finding) => ({ ...finding, ...shown(finding.received) })),
    requestId,
  };
}

/** Long or deep values are cut: an error must stay readable, whatever was sent. */
function shown(received: unknown): { received?: unknown } {
  if (received === undefined) return {};
  if (received === null || typeof received === 'number' || typeof received === 'boolean') return { received };
  const text = typeof received === 'string' ? received : JSON.stringify(received);
  return { received: text.length > 200 ? `${text.slice(0, 200)}...` : received };
}

/** What a schema found wrong, as findings with JSON pointers. */
export function findingsOf(error: z.ZodError, input: unknown): Finding[] {
  const findings = error.issues.flatMap((issue) => findingsOfIssue(issue as Issue, input, []));
  // Of a value of the wrong type it says nothing new that it is too short as well.
  return findings.filter(({ path }, at) => findings.findIndex((other) => other.path === path) === at);
}

type Issue = z.core.$ZodIssue & {
  readonly errors?: readonly (readonly Issue[])[];
};

function findingsOfIssue(issue: Issue, input: unknown, above: readonly PropertyKey[]): Finding[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pointer([...path, key]), message: 'Unknown field.' }));
  }
  // Of a union the branch that came furthest is what the sender meant.
  if (issue.code === 'invalid_union' && issue.errors && issue.errors.length > 0) {
    const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0]!;
    if (depth(best) > 0) return best.flatMap((inner) => findingsOfIssue(inner, input, path));
  }
  const received = valueAt(input, path);
  const allowed = allowedBy(issue);
  return [
    {
      path: pointer(path),
      message: received === undefined && issue.code === 'invalid_type' ? 'Required.' : issue.message,
      ...(received === undefined ? {} : { received }),
      ...(allowed === undefined ? {} : { allowed }),
    },
  ];
}

const depth = (issues: readonly Issue[]): number => Math.max(...issues.map(({ path }) => path.length));

function allowedBy(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'too_small':
      return `${issue.inclusive ? '>=' : '>'} ${issue.minimum}`;
    case 'too_big':
      return `${issue.inclusive ? '<=' : '<'} ${issue.maximum}`;
    case 'invalid_format':
      return issue.format;
    default:
      return undefined;
  }
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    input,
  );
}

/** What the body reader (body-parser) and the router throw: errors with a status and a type. */
interface HttpError extends Error {
  readonly status?: number;
  readonly type?: string;
  readonly limit?: number;
  readonly body?: string;
}

/** The Problem behind whatever was thrown; undefined: a defect of ours. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  const unavailable = databaseUnavailable(error);
  if (unavailable) return unavailable;
  if (!(error instanceof Error)) return undefined;
  const { status, type, limit, message } = error as HttpError;
  switch (type) {
    case 'entity.parse.failed':
      return new Problem('invalid_input', `The body is not JSON: ${message}`, {
        findings: [{ path: '', message }],
      });
    case 'entity.too.large':
      return new Problem('payload_too_large', `The body is larger than ${limit} bytes.`, {
        remedy: 'Send it in several requests; large amounts of data go to POST /api/import/{entity}.',
      });
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new Problem('unsupported_media_type', message);
    case 'request.aborted':
      return new Problem('cancelled', 'The request was aborted.');
    default:
      return status !== undefined && status >= 400 && status < 500
        ? new Problem('invalid_input', message)
        : undefined;
  }
}
