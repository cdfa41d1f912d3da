import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Queryable } from '../../prisma/queryable.ts';
import type { Application } from '../application.ts';
import type { KeyHolder, Scope } from '../keys.ts';
import type { Timing } from './timing.ts';

/** What an endpoint answers, by status; null: no body. */
export type Answers = Readonly<Record<number, z.ZodType | null>>;

export type Answer<A extends Answers> = {
  [S in keyof A & number]: A[S] extends z.ZodType
    ? { readonly status: S; readonly body: z.input<A[S]> }
    : { readonly status: S };
}[keyof A & number];

/** By whom and when something was asked. */
export interface Asked {
  readonly application: Application;
  readonly caller: KeyHolder;
  /** The moment of the request on the application's clock. */
  readonly now: Date;
  readonly timing: Timing;
}

/** One request that passed every check, and what its handler may use. */
export interface Exchange<Path, Query, Body, A extends Answers> extends Asked {
  readonly path: Path;
  readonly query: Query;
  readonly body: Body;
  /**
   * Writes within one transaction and resolves after its commit: an answer is sent only for what is durable.
   * With an Idempotency-Key the answer is stored in the same transaction, and a repeated request gets it back
   * without `work` being run again. Call it once, use no other connection inside.
   */
  commit(work: (client: Queryable) => Promise<Answer<A>>): Promise<Answer<A>>;
  /**
   * The same for work that opens its own transactions and is itself safe to repeat: should the process die
   * between the work and storing its answer, a repeated request does the work again.
   */
  once(work: () => Promise<Answer<A>>): Promise<Answer<A>>;
}

/** A long answer, sent in pieces. */
export interface StreamedAnswer {
  readonly mediaType: string;
  readonly content: Readable;
}

/** One operation of the API: what it takes, what it answers, who may ask; the source of its documentation. */
export interface Endpoint<
  Path extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  A extends Answers = Answers,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With parameters in braces, as OpenAPI writes them. */
  readonly url: string;
  /** Group in the documentation. */
  readonly tag: string;
  readonly summary: string;
  /** More than the summary says; Markdown. */
  readonly description?: string;
  /** Any of these scopes opens it (admin opens everything); none: no key is needed. */
  readonly scopes: readonly Scope[];
  readonly path?: Path;
  readonly query?: Query;
  readonly body?: Body;
  /** Media types the body may have beside application/json. */
  readonly mediaTypes?: readonly string[];
  /** Takes bodies up to the import limit instead of the ordinary one. */
  readonly large?: boolean;
  /** Whether it writes, and so takes an Idempotency-Key. */
  readonly writes: boolean;
  readonly answers: A;
  handle(exchange: Exchange<z.output<Path>, z.output<Query>, z.output<Body>, A>): Promise<Answer<A>>;
  /** In place of `handle` where the answer (of status 200) is sent in pieces. */
  readonly stream?: (
    exchange: Exchange<z.output<Path>, z.output<Query>, z.output<Body>, A>,
  ) => Promise<StreamedAnswer>;
  /** The media types a streamed answer may have. */
  readonly streams?: readonly string[];
  /** In place of `handle` where a request is a stream of lines: answers one of them. */
  readonly eachLine?: (asked: Asked & { readonly path: z.output<Path> }, line: unknown) => Promise<object>;
}

/**
 * One endpoint with the types of its handler inferred from its schemas; the list of endpoints forgets them.
 */
export function endpoint<
  Path extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  const A extends Answers,
>(
  definition: Omit<Endpoint<Path, Query, Body, A>, 'handle' | 'stream' | 'eachLine'> &
    (
      | {
          handle(
            exchange: Exchange<z.output<Path>, z.output<Query>, z.output<Body>, NoInfer<A>>,
          ): Promise<Answer<NoInfer<A>>>;
        }
      | {
          stream(
            exchange: Exchange<z.output<Path>, z.output<Query>, z.output<Body>, NoInfer<A>>,
          ): Promise<StreamedAnswer>;
        }
      | {
          eachLine(asked: Asked & { readonly path: z.output<Path> }, line: unknown): Promise<object>;
        }
    ),
): Endpoint {
  return definition as unknown as Endpoint;
}
