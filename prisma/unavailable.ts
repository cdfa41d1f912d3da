import { Problem } from '../base/problem.ts';

/** SQLSTATE classes and codes that say "no server to talk to", not "this statement is wrong". */
const lostConnection = /^(08...|57P0[1235]|53300)$/;
const socketFailure = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const prismaFailure = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037']);
/** What node-postgres says where it gives no code. */
const driverFailure =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Connection ended unexpectedly/;

/**
 * A Problem 'unavailable' when the error, of node-postgres or Prisma, means that the database cannot be
 * reached at the moment; otherwise undefined. Whether the statement took effect is then unknown.
 */
export function databaseUnavailable(error: unknown): Problem | undefined {
  let cause = error as Failure | null | undefined;
  // Not `instanceof Error`: what Node itself throws comes from another realm under Jest.
  for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth++) {
    if (cause instanceof Problem) return cause.code === 'unavailable' ? cause : undefined;
    const known =
      (typeof cause.code === 'string' &&
        (lostConnection.test(cause.code) ||
          socketFailure.has(cause.code) ||
          prismaFailure.has(cause.code))) ||
      cause.kind === 'DatabaseNotReachable' ||
      cause.kind === 'ConnectionClosed' ||
      (typeof cause.message === 'string' && driverFailure.test(cause.message));
    if (known) {
      return new Problem('unavailable', 'The database cannot be reached.', {
        remedy: 'Try again in a moment; if it lasts, look at the database server.',
        cause: error,
      });
    }
    cause = cause.meta?.driverAdapterError ?? cause.cause ?? cause.errors?.[0];
  }
  return undefined;
}

interface Failure {
  readonly code?: unknown;
  readonly kind?: unknown;
  readonly message?: unknown;
  readonly cause?: Failure;
  /** Of Prisma: what the driver said. */
  readonly meta?: { readonly driverAdapterError?: Failure };
  /** Of an AggregateError: one for each address that was tried. */
  readonly errors?: readonly Failure[];
}
