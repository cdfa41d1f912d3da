import type { IncomingMessage } from 'node:http';
import express, { type Request, type RequestHandler } from 'express';
import { Problem } from '../../base/problem.ts';
import type { Application } from '../application.ts';
import { checkedText } from './checkedText.ts';
import type { Endpoint } from './endpoint.ts';

/** Reads and decodes the body an endpoint takes; gzip, deflate and br are unpacked within the limit. */
export function readBody(application: Application, endpoint: Endpoint): RequestHandler {
  const limit = endpoint.large ? application.settings.importLimit : application.settings.bodyLimit;
  const json = express.json({ limit, strict: false, type: isJson });
  const text = express.text({ limit, type: [...(endpoint.mediaTypes ?? [])], defaultCharset: 'utf-8' });
  const isOther = (request: Request) =>
    endpoint.mediaTypes !== undefined && Boolean(request.is([...endpoint.mediaTypes]));
  return (request, response, next) => {
    const patience = setTimeout(() => request.destroy(), bodyMilliseconds);
    response.once('close', () => clearTimeout(patience));
    request.once('end', () => clearTimeout(patience));
    const empty = request.get('content-length') === '0' || !hasBody(request);
    if (empty) {
      next();
    } else if (isOther(request)) {
      text(request, response, next);
    } else if (isJson(request)) {
      json(request, response, (error?: unknown) => {
        if (error !== undefined) return next(error);
        try {
          request.body = checkedText(request.body);
          next();
        } catch (refused) {
          next(refused);
        }
      });
    } else {
      const allowed = ['application/json', ...(endpoint.mediaTypes ?? [])].join(', ');
      next(
        new Problem(
          'unsupported_media_type',
          `The body is ${request.get('content-type') ?? 'of no stated type'}.`,
          {
            findings: [
              {
                path: 'Content-Type',
                message: 'not accepted',
                received: request.get('content-type'),
                allowed,
              },
            ],
            remedy: `Send one of: ${allowed}.`,
          },
        ),
      );
    }
  };
}

/** Within which the whole body must have arrived. */
const bodyMilliseconds = 60_000;

const hasBody = (request: Request): boolean =>
  request.get('content-length') !== undefined || request.get('transfer-encoding') !== undefined;

function isJson(request: IncomingMessage): boolean {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || /^application\/[^/]+\+json$/.test(type);
}
