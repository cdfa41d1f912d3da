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
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof Problem) return cause.code === 'unavailable' ? cause : undefined;
    const { code, kind } = cause as { code?: unknown; kind?: unknown };
    const known =
      (typeof code === 'string' &&
        (lostConnection.test(code) || socketFailure.has(code) || prismaFailure.has(code))) ||
      kind === 'DatabaseNotReachable' ||
      kind === 'ConnectionClosed' ||
      driverFailure.test(cause.message);
    if (known) {
      return new Problem('unavailable', 'The database cannot be reached.', {
        remedy: 'Try again in a moment; if it lasts, look at the database server.',
        cause: error,
      });
    }
  }
  return undefined;
}
