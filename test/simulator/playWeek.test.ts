import { afterAll, describe, expect, test } from '@jest/globals';
import { createClient } from '../../simulator/client.ts';
import { type ParameterOverrides, withOverrides } from '../../simulator/parameters.ts';
import { createSimulation } from '../../simulator/simulation.ts';
import { teamPropensities } from '../../simulator/world/salesTeam.ts';
import { identifies } from '../../simulator/world/spokenIdentity.ts';
import { makeWorld } from '../../simulator/world/world.ts';
import { type Recorded, recordingService } from './recordingService.ts';
import { smallWorld } from './smallWorld.ts';

const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

interface Play {
  readonly feedback?: boolean;
  readonly concurrency?: number;
  readonly answers?: Record<string, unknown>;
  readonly parameters?: ParameterOverrides;
}

async function playAnew({ feedback = true, concurrency = 4, answers = {}, parameters = {} }: Play) {
  const service = await recordingService(answers);
  opened.push(service);
  const simulation = createSimulation({ seed: 5, parameters: { ...smallWorld, ...parameters } });
  const clocks: number[] = [];
  const setTime = (now: Date) => {
    clocks.push(now.getTime());
    service.setTime(now);
  };
  const client = createClient({ baseUrl: service.baseUrl, apiKey: 'key', concurrency });
  const record = await simulation.playWeek({ client, week: 1, feedback, setTime });
  return { simulation, record, clocks, requests: service.requests, client, service };
}

/** Most tests look at the same week: it is played once. */
const played = new Map<string, ReturnType<typeof playAnew>>();
function play(options: Play): ReturnType<typeof playAnew> {
  const key = JSON.stringify(options);
  const week = played.get(key) ?? playAnew(options);
  played.set(key, week);
  return week;
}

const lines = (requests: readonly Recorded[]) =>
  requests.map(({ method, path, body, at }) => JSON.stringify([at, method, path, body]));
const to = (requests: readonly Recorded[], path: string) =>
  requests.filter((one) => one.path.startsWith(path));
const calls = (requests: readonly Recorded[]) => lines(to(requests, '/api/ml/linking/resolve'));

describe('a played week', () => {
  test('is the same whatever the number of requests in flight', async () => {
    const [one, four] = [await play({ concurrency: 1 }), await play({})];
    expect(lines(four.requests).sort()).toEqual(lines(one.requests).sort());
    expect(four.simulation.scoreWeek(four.record)).toEqual(one.simulation.scoreWeek(one.record));
    expect(one.record.requests).toBe(one.requests.length);
    expect(one.record.failures.size).toBe(0);
  });

  test('has the same callers, customers and leads with and without feedback, and whatever is answered', async () => {
    const sure = {
      predictionId: 'p',
      result: { decision: 'link', customerId: 'x', customerExternalId: 'K-000001' },
    };
    const withFeedback = await play({});
    const without = await play({ feedback: false, answers: { 'POST /api/ml/linking/resolve': sure } });
    expect(calls(without.requests).length).toBeGreaterThan(40);
    expect(calls(without.requests)).toEqual(calls(withFeedback.requests));
    for (const entity of ['customers', 'leads', 'appointments', 'transactions']) {
      const path = `/api/import/${entity}`;
      expect(lines(to(without.requests, path))).toEqual(lines(to(withFeedback.requests, path)));
    }
  });

  test('without feedback sends no reviews, corrections or outcomes', async () => {
    const { requests, record } = await play({ feedback: false });
    for (const path of [
      '/api/feedback/outcomes',
      '/api/feedback/corrections',
      '/api/reviews',
      '/api/import/outcomes',
    ]) {
      expect(to(requests, path)).toEqual([]);
    }
    expect(record.reviews.answered).toBe(0);
  });

  test('with feedback sends all of them', async () => {
    const { requests, record } = await play({ parameters: { corrections: { noticed: 0.5 } } });
    expect(record.sent.outcomes).toBe(to(requests, '/api/feedback/outcomes').length);
    expect(record.sent.outcomes).toBeGreaterThan(100);
    expect(record.sent.corrections).toBe(to(requests, '/api/feedback/corrections').length);
    expect(record.sent.corrections).toBeGreaterThan(5);
    expect(record.reviews.answered).toBeGreaterThan(20);
  });

  test('never turns the clock back and sends nothing before it happened', async () => {
    const { requests, clocks } = await play({});
    expect(clocks).toEqual([...clocks].sort((a, b) => a - b));
    const early = requests.filter(({ body, at }) => {
      const rows = (body.rows ?? [body.call ?? body.row ?? body]) as { occurredAt?: string }[];
      return rows.some(({ occurredAt }) => occurredAt !== undefined && Date.parse(occurredAt) > at);
    });
    expect(early).toEqual([]);
  });

  test('gives no truth away', async () => {
    const { requests } = await play({});
    const allowed = [
      'externalId',
      'occurredAt',
      'durationSeconds',
      'service',
      'claims',
      'transcript',
      'attributes',
    ];
    const claims = [
      'name',
      'givenName',
      'familyName',
      'phone',
      'email',
      'dateOfBirth',
      'street',
      'postalCode',
    ];
    for (const { body } of to(requests, '/api/ml/linking/resolve')) {
      const call = body.call as Record<string, Record<string, unknown>>;
      expect(allowed).toEqual(expect.arrayContaining(Object.keys(call)));
      expect(claims).toEqual(expect.arrayContaining(Object.keys(call.claims ?? {})));
      expect(Object.keys(call.attributes ?? {})).toEqual(['branch', 'purpose']);
      // Neither a hidden person's id (P12.0, S7) nor a record's number.
      expect(JSON.stringify(body)).not.toMatch(/"[PS]\d+(\.\d)?"|K-\d/);
    }
    const leads = to(requests, '/api/import/leads').flatMap(
      ({ body }) => body.rows as Record<string, unknown>[],
    );
    expect(leads.length).toBeGreaterThan(20);
    for (const lead of leads) {
      expect(JSON.stringify(lead)).not.toMatch(/ready|price_sensitive|busy|researcher|cold/);
    }
  });

  test('is played in order', async () => {
    const { simulation, client, service } = await playAnew({ feedback: false });
    const next = (week: number) =>
      simulation.playWeek({ client, week, feedback: false, setTime: service.setTime });
    await expect(next(1)).rejects.toThrow(RangeError);
    await expect(next(3)).rejects.toThrow('week 3 cannot be played after week 1 of 2');
  });

  test('counts refused requests and stops when everything is refused', async () => {
    const bad = await play({
      feedback: false,
      answers: { 'POST /api/ml/churn': { result: { risk30: 'high' } } },
    });
    expect(bad.simulation.scoreWeek(bad.record).failures).toEqual({ 'churn: unexpected answer': 20 });
    expect(bad.record.churn).toEqual([]);
    await expect(play({ answers: { 'POST /api/ml/linking/resolve': {} } })).rejects.toThrow(
      /More than 100 requests of the week failed\.\nresolve: unexpected answer/,
    );
  });
});

describe('the reviewer', () => {
  const seed = 5;
  const truth = makeWorld(seed, withOverrides(smallWorld));
  const callOf = (path: string) => truth.calls.find((call) => path.includes(`/R${call.externalId}/`));
  const decisions = (requests: readonly Recorded[]) =>
    requests
      .filter(({ path }) => path.endsWith('/decision'))
      .map(({ path, body }) => ({ call: callOf(path), body }));

  test('without errors names a record of the caller, or nobody when there is none', async () => {
    const { requests, record } = await play({ parameters: { reviewer: { errorRate: 0 } } });
    expect(record.reviews.wrong).toBe(0);
    const seen = new Set<unknown>();
    for (const { call, body } of decisions(requests)) {
      seen.add(body.verdict);
      if (body.verdict === 'link') {
        expect(truth.ownerOf.get(String(body.customerExternalId))?.id).toBe(call?.personId);
      } else if (body.verdict === 'unsure') {
        expect(identifies(call?.claims ?? {})).toBe(false);
      }
    }
    expect([...seen].sort()).toEqual(['link', 'new_customer', 'unsure']);
  });

  test('who always errs never names the caller', async () => {
    const { requests, record } = await play({ parameters: { reviewer: { errorRate: 1 } } });
    expect(record.reviews.wrong).toBeGreaterThan(10);
    for (const { body } of decisions(requests)) expect(body.verdict).not.toBe('link');
  });

  test('stops when the time is used', async () => {
    const { record } = await play({ parameters: { reviewer: { weeklyMinutes: 10 } } });
    const minutes = record.reviews.seconds / 60;
    expect(minutes).toBeGreaterThanOrEqual(10);
    // Over by at most the last task of each session.
    expect(minutes).toBeLessThan(16);
    expect(record.reviews.answered).toBeLessThan(40);
  });
});

describe('the lead desk', () => {
  test('follows recommendations as often as stated and logs the propensity of the mixture', async () => {
    const { requests, record, simulation } = await play({ feedback: false });
    const world = makeWorld(5, simulation.parameters);
    const rows = to(requests, '/api/import/interactions').flatMap(
      ({ body }) => body.rows as Record<string, string>[],
    );
    const first = rows.filter((row) => row.externalId?.endsWith('-1') && row.action === 'call');
    expect(first.length).toBeGreaterThan(15);
    for (const row of first) {
      const lead = world.leads.find((one) => one.externalId === row.leadExternalId);
      const team = teamPropensities(lead?.source ?? '', 0, null);
      expect(row.propensity).toBeCloseTo(0.8 * 0.9 + 0.2 * team.call, 10);
    }
    const followed = record.nba.filter((one) => one.followed).length / record.nba.length;
    expect(record.nba.length).toBeGreaterThan(100);
    // 0.8, within three standard errors of some 150 steps.
    expect(followed).toBeGreaterThan(0.7);
    expect(followed).toBeLessThan(0.9);
    expect(rows.filter((row) => row.predictionId !== undefined).length).toBe(
      record.nba.filter((one) => one.followed).length,
    );
  });

  test('acts by its own habits when the service gives no recommendation', async () => {
    const unknown = { predictionId: 'p', result: { action: 'send flowers' } };
    const { requests, record } = await play({ feedback: false, answers: { 'POST /api/ml/nba': unknown } });
    const rows = to(requests, '/api/import/interactions').flatMap(
      ({ body }) => body.rows as Record<string, unknown>[],
    );
    expect(record.nba).toEqual([]);
    expect(new Set(rows.map((row) => row.action))).toEqual(
      new Set(['call', 'email', 'sms', 'offer', 'wait']),
    );
    expect(rows.every((row) => row.predictionId === undefined)).toBe(true);
  });
});
