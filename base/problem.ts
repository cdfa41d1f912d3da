/** One thing that is wrong with an input. `path` is a JSON pointer, column name or option name. */
export interface Finding {
  readonly path: string;
  readonly message: string;
  readonly received?: unknown;
  readonly allowed?: string;
}

/**
 * Every code this system reports, with the HTTP status it maps to. Codes are stable: clients switch on them.
 */
export const problemStatus = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  idempotency_mismatch: 422,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  not_enough_data: 422,
  degenerate_fit: 422,
  not_fitted: 409,
  artifact_invalid: 422,
  definition_mismatch: 409,
  cancelled: 499,
  unavailable: 503,
  internal: 500,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/**
 * The one error type for things a caller can act on: a stable code, what was wrong, and what to do next.
 * Anything else that is thrown is a defect of ours.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly findings: readonly Finding[];
  /** What the caller can do about it, as a sentence. */
  readonly remedy: string | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    options: { findings?: readonly Finding[]; remedy?: string; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.findings = options.findings ?? [];
    this.remedy = options.remedy;
  }
}
