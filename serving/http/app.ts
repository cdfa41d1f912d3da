import { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { Problem, problemStatus } from '../../base/problem.ts';
import { uuid } from '../../base/uuid.ts';
import type { Application } from '../application.ts';
import type { KeyHolder } from '../keys.ts';
import { answerLines } from './answerLines.ts';
import { authenticator, requireScope } from './authenticate.ts';
import { docsPage } from './docsPage.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints as all } from './endpoints.ts';
import { checkedUrl, exchangeOf } from './exchange.ts';
import { idempotencyKey, Replay, requestHash } from './idempotency.ts';
import { openApiDocument } from './openApi.ts';
import { problemDetails, problemOf } from './problemDetails.ts';
import { readBody } from './readBody.ts';
import { semaphore } from './semaphore.ts';
import { Timing } from './timing.ts';

export interface HttpApp {
  readonly app: Express;
  /** For http.createServer: requests and responses are born with express's prototypes. */
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse<IncomingMessage>;
}

interface Locals {
  readonly requestId: string;
  readonly timing: Timing;
  route?: string;
  caller?: KeyHolder;
}

/** The HTTP API of an application. */
export function httpApp(application: Application): HttpApp {
  const app = express();
  app.enable('strict routing');
  app.enable('case sensitive routing');
  app.disable('x-powered-by');
  // Answers change with every event; hashing each of them buys nothing.
  app.disable('etag');
  app.set('query parser', 'simple');

  app.use((request, response, next) => {
    const offered = request.get('x-request-id');
    const locals: Locals = {
      requestId: offered !== undefined && /^[\w.:-]{1,100}$/.test(offered) ? offered : uuid(),
      timing: new Timing(),
    };
    response.locals = locals as unknown as Response['locals'];
    response.setHeader('X-Request-Id', locals.requestId);
    response.setHeader('Cache-Control', 'no-store');
    response.on('close', () => finished(application, request, response));
    next();
  });

  const authenticate = authenticator(application.database);
  const turnstile = semaphore(Math.max(1, Math.floor((application.database.pool.options.max ?? 10) / 2)));
  for (const endpoint of all) mount(application, app, endpoint, { authenticate, turnstile });
  const document = JSON.stringify(openApiDocument(all));
  app.get('/openapi.json', (_request, response) => {
    response.locals.route = '/openapi.json';
    response.type('application/json').send(document);
  });
  app.use(docsPage());
  app.use(unknownRoute(all));
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    sendProblem(application, error, request, response),
  );
  return { app, ...bornAsExpress(app) };
}

/**
 * Express changes the prototype of every request and response, which costs most of its throughput. Objects
 * whose prototypes already are the ones it sets are left as they are.
 */
function bornAsExpress(app: Express): Omit<HttpApp, 'app'> {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse<IncomingMessage> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  app.request = AppRequest.prototype as unknown as Express['request'];
  app.response = AppResponse.prototype as unknown as Express['response'];
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse };
}

interface Doors {
  readonly authenticate: (header: string | undefined) => Promise<KeyHolder>;
  readonly turnstile: <T>(work: () => Promise<T>) => Promise<T>;
}

function mount(application: Application, app: Express, endpoint: Endpoint, doors: Doors): void {
  app[endpoint.method](
    endpoint.url.replace(/\{(\w+)\}/g, ':$1'),
    // The key before the body: strangers do not get to send us megabytes.
    async (request: Request, response: Response, next: NextFunction) => {
      response.locals.route = endpoint.url;
      if (endpoint.scopes.length > 0) {
        const caller = await doors.authenticate(request.get('authorization'));
        response.locals.caller = caller;
        requireScope(caller, endpoint.scopes);
      }
      next();
    },
    ...(endpoint.eachLine === undefined
      ? [readBody(application, endpoint), answerWhole(application, endpoint, doors)]
      : [answerEachLine(application, endpoint, endpoint.eachLine)]),
  );
}

const nobody: KeyHolder = { keyId: '', name: '', companyId: '', scopes: [] };

function answerWhole(application: Application, endpoint: Endpoint, doors: Doors): RequestHandler {
  return async (request, response) => {
    const { timing, caller = nobody } = response.locals as unknown as Locals;
    try {
      const asking = { params: request.params, query: request.query, body: request.body as unknown };
      const key = endpoint.writes ? idempotencyKey(request.get('idempotency-key')) : undefined;
      const hash = key && requestHash(request.method, request.originalUrl, asking.body);
      const exchange = exchangeOf(
        application,
        endpoint,
        key === undefined || hash === undefined ? asking : { ...asking, idempotency: { key, hash } },
        caller,
        timing,
        doors.turnstile,
      );
      if (endpoint.stream !== undefined) {
        const { mediaType, content } = await patiently(request, endpoint.stream(exchange as never));
        response.status(200).type(mediaType);
        await pipeline(content, response).catch((error: unknown) => {
          // Readers who have seen enough hang up.
          if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
        });
        return;
      }
      const answer: { status: number; body?: unknown } = await endpoint.handle(exchange as never);
      if (endpoint.tag === 'predictions') response.setHeader('Server-Timing', timing.header());
      send(response, endpoint, answer);
    } catch (error) {
      if (!(error instanceof Replay)) throw error;
      response.setHeader('Idempotent-Replayed', 'true');
      send(response, endpoint, error);
    }
  };
}

/** Waits for what takes longer than a connection may be silent. */
async function patiently<T>({ socket }: Request, work: Promise<T>): Promise<T> {
  const allowed = socket.timeout ?? 0;
  socket.setTimeout(0);
  try {
    return await work;
  } finally {
    socket.setTimeout(allowed);
  }
}

/** Lines of one request that are worked on at the same time; each of them uses a connection or two. */
const linesAtOnce = 4;

function answerEachLine(
  application: Application,
  endpoint: Endpoint,
  eachLine: NonNullable<Endpoint['eachLine']>,
): RequestHandler {
  return async (request, response) => {
    const { timing, caller = nobody, requestId } = response.locals as unknown as Locals;
    const { path } = checkedUrl(endpoint, request.params, request.query);
    const asked = () => ({ application, caller, path, timing, now: application.clock.now() });
    await answerLines(request, response, {
      atOnce: linesAtOnce,
      longest: application.settings.bodyLimit,
      requestId,
      answer: (line) => eachLine(asked(), line),
      onFailure: (error) =>
        application.logger.error({ err: error, requestId, url: request.path }, 'a line failed'),
    });
  };
}

function send(response: Response, endpoint: Endpoint, answer: { status: number; body?: unknown }): void {
  response.status(answer.status);
  if (endpoint.answers[answer.status] === null) response.end();
  else if (typeof answer.body === 'string') response.type('text/plain').send(answer.body);
  else response.json(answer.body);
}

/** Says for a known path which methods it has, for an unknown one where the list of paths is. */
function unknownRoute(all: readonly Endpoint[]) {
  const known = all.map(({ url, method }) => ({
    pattern: new RegExp(`^${url.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    method: method.toUpperCase(),
  }));
  return (request: Request, response: Response): never => {
    const methods = known.filter(({ pattern }) => pattern.test(request.path)).map(({ method }) => method);
    if (methods.length > 0) {
      response.setHeader('Allow', methods.join(', '));
      throw new Problem('method_not_allowed', `${request.path} has no method ${request.method}.`, {
        findings: [
          { path: 'method', message: 'not allowed', received: request.method, allowed: methods.join(', ') },
        ],
      });
    }
    throw new Problem('not_found', `There is nothing at ${request.path.slice(0, 200)}.`, {
      remedy: 'The paths are listed at /openapi.json and /docs.',
    });
  };
}

function sendProblem(application: Application, error: unknown, request: Request, response: Response): void {
  const { requestId } = response.locals as unknown as Locals;
  const problem = problemOf(error) ?? new Problem('internal', 'Something went wrong here; it is in the log.');
  const status = problemStatus[problem.code];
  if (status >= 500) {
    application.logger.error({ err: error, requestId, method: request.method, url: request.path }, 'failed');
  }
  if (response.headersSent) {
    request.socket.destroy();
    return;
  }
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (status === 503) response.setHeader('Retry-After', '1');
  // A body nobody reads would block the connection for the next request.
  if (!request.complete) response.setHeader('Connection', 'close');
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify(problemDetails(problem, requestId)));
}

function finished(application: Application, request: Request, response: Response): void {
  const { requestId, timing, route, caller } = response.locals as unknown as Locals;
  const seconds = timing.seconds();
  application.metrics.observe(request.method, route ?? '(unknown)', response.statusCode, seconds);
  application.logger.info(
    {
      requestId,
      method: request.method,
      // The route, not the URL: searches and external ids can name people.
      route: route ?? '(unknown)',
      status: response.statusCode,
      milliseconds: Math.round(seconds * 1000),
      ...(caller ? { companyId: caller.companyId, key: caller.name } : {}),
    },
    'request',
  );
}
