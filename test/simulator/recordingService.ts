import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** What the service's clock showed. */
  readonly at: number;
}

/**
 * Stands in for the service at the other end of the wire: answers every route of the HTTP contract with plausible
 * canned answers (it links nobody and asks about every second call) and writes down what it was sent.
 */
export async function recordingService(answers: Readonly<Record<string, unknown>> = {}) {
  const requests: Recorded[] = [];
  const reviews: string[] = [];
  let now = 0;
  const model = { task: 'any', version: null, role: 'fallback' };
  const answer = (method: string, path: string, body: Record<string, unknown>): [number, unknown] => {
    const route = `${method} ${path.split('?')[0]}`;
    const given = Object.entries(answers).find(([prefix]) => route.startsWith(prefix));
    if (given !== undefined) return [200, given[1]];
    if (route === 'POST /api/ml/linking/resolve') {
      const call = body.call as { externalId: string };
      const asks = Number(call.externalId.slice(-1)) % 2 === 0;
      if (asks) reviews.push(call.externalId);
      const result = { decision: asks ? 'review' : 'unlinked', customerId: null, customerExternalId: null };
      return [200, { predictionId: 'p', model, result, confidence: 0.5 }];
    }
    if (route.startsWith('POST /api/ml/nba/predict')) {
      const result = { action: 'call', alternatives: [{ action: 'call', propensity: 0.9 }] };
      return [200, { predictionId: '00000000-0000-4000-8000-000000000000', model, result }];
    }
    if (route.startsWith('POST /api/ml/churn'))
      return [200, { model, result: { risk30: 0.1, risk60: 0.2, alreadyGone: 0.05 } }];
    if (route.startsWith('POST /api/ml/clv')) return [200, { model, result: { clv: 100 } }];
    if (route.startsWith('POST /api/leads/temperature'))
      return [200, { model, result: { score: 50, probability: 0.5 } }];
    if (route.startsWith('GET /api/calls/')) return [200, { customerId: null, customerExternalId: null }];
    if (route === 'GET /api/reviews/next') {
      const call = reviews.shift();
      return call === undefined
        ? [204, null]
        : [200, { id: `R${call}`, call: { externalId: call }, candidates: [] }];
    }
    if (route.startsWith('POST /api/import/'))
      return [200, { imported: 0, updated: 0, unchanged: 0, rejected: [] }];
    if (/^POST \/api\/(reviews\/|feedback\/)/.test(route)) return [200, { id: 'x' }];
    return [404, { code: 'not_found', detail: `no route ${route}` }];
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
      const path = request.url ?? '';
      const method = request.method ?? '';
      requests.push({ method, path, body, at: now });
      const [status, content] = answer(method, path, body);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 204 ? undefined : JSON.stringify(content));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    setTime: (time: Date) => {
      now = time.getTime();
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
