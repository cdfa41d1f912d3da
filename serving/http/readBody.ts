import type { IncomingMessage } from 'node:http';
import express, { type Request, type RequestHandler } from 'express';
import { Problem } from '../../base/problem.ts';
import type { Application } from '../application.ts';
import type { Endpoint } from './endpoint.ts';

/** Reads and decodes the body an endpoint takes; gzip, deflate and br are unpacked within the limit. */
export function readBody(application: Application, endpoint: Endpoint): RequestHandler {
  const limit = endpoint.large ? application.settings.importLimit : application.settings.bodyLimit;
  const json = express.json({ limit, strict: false, type: isJson });
  const text = express.text({ limit, type: [...(endpoint.mediaTypes ?? [])], defaultCharset: 'utf-8' });
  const isOther = (request: Request) =>
    endpoint.mediaTypes !== undefined && Boolean(request.is([...endpoint.mediaTypes]));
  return (request, response, next) => {
    const empty = request.get('content-length') === '0' || !hasBody(request);
    if (empty) {
      next();
    } else if (isOther(request)) {
      text(request, response, next);
    } else if (isJson(request)) {
      json(request, response, (error?: unknown) => {
        if (error !== undefined) return next(error);
        try {
          request.body = checkedText(request.body, '');
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

const hasBody = (request: Request): boolean =>
  request.get('content-length') !== undefined || request.get('transfer-encoding') !== undefined;

function isJson(request: IncomingMessage): boolean {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || /^application\/[^/]+\+json$/.test(type);
}

const loneSurrogate = /[\ud800-\udfff]/gu;

/**
 * PostgreSQL cannot hold NUL, and half a surrogate pair is no character: the one is refused, the other replaced
 * by U+FFFD as a UTF-8 encoder would.
 */
function checkedText(value: unknown, path: string, depth = 0): unknown {
  if (typeof value === 'string') {
    if (!value.includes('\0')) return value.replace(loneSurrogate, '\ufffd');
    throw new Problem('invalid_input', 'Text must not contain the NUL character.', {
      findings: [{ path, message: 'contains U+0000' }],
    });
  }
  if (value === null || typeof value !== 'object') return value;
  if (depth > 50) {
    throw new Problem('invalid_input', 'The body is nested deeper than 50 levels.', {
      findings: [{ path, message: 'too deep' }],
    });
  }
  if (Array.isArray(value))
    return value.map((item, index) => checkedText(item, `${path}/${index}`, depth + 1));
  for (const [key, inner] of Object.entries(value)) {
    checkedText(key, path, depth);
    const checked = checkedText(inner, `${path}/${key}`, depth + 1);
    // Not an assignment: that of `__proto__` would do something else.
    if (checked !== inner) Object.defineProperty(value, key, { value: checked });
  }
  return value;
}
