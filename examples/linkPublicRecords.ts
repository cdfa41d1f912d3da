/**
 * The main job on a public benchmark, over the HTTP API alone: resolve calls, measure, answer uncertain
 * pairs from the published truth, retrain, promote, resolve again, measure again.
 *
 *   npx tsx examples/linkPublicRecords.ts --url http://127.0.0.1:4600 --key ll_... \
 *       --truth febrl/dataset4b.csv --reviews 200 [--results results.json]
 *
 * Row n of the truth file is the call `call-n`; `rec-1070-dup-0` belongs to the customer `rec-1070-org`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    key: { type: 'string' },
    truth: { type: 'string' },
    reviews: { type: 'string', default: '200' },
    results: { type: 'string' },
  },
});
const { url, key, truth: truthFile } = values;
if (url === undefined || key === undefined || truthFile === undefined) {
  throw new Error('needs --url, --key and --truth; see the head of this file');
}
const reviewsWanted = Number(values.reviews);

async function request<T>(method: string, path: string, body?: unknown): Promise<T | undefined> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status === 204) return undefined;
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

interface Resolution {
  result: {
    decision: 'link' | 'review' | 'new_customer' | 'unlinked';
    customerExternalId: string | null;
    candidates: { customerExternalId: string; probability: number }[];
  };
  model: { version: number | null; role: string };
}

const lines = readFileSync(truthFile, 'utf8').trim().split(/\r?\n/).slice(1);
const truth = new Map(
  lines.map((line, row) => {
    const original = /^rec-(\d+)-/.exec(line.trim())?.[1];
    return [`call-${row + 1}`, `rec-${original}-org`];
  }),
);

/** Runs `work` over all items, four at a time. */
async function forAll<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

/** A share of `whole` with Wilson's 95 % interval (E. B. Wilson 1927, JASA 22, 209-212). */
function share(part: number, whole: number) {
  if (whole === 0) return null;
  const square = 1.959964 ** 2 / whole;
  const value = part / whole;
  const centre = value + square / 2;
  const spread = Math.sqrt(square * (value * (1 - value) + square / 4));
  return {
    value,
    low: Math.max(0, (centre - spread) / (1 + square)),
    high: Math.min(1, (centre + spread) / (1 + square)),
  };
}

interface Answer {
  readonly callId: string;
  readonly decision: Resolution['result']['decision'];
  readonly linkRight: boolean;
  /** Whether somebody reached a probability of 0.5, and whether that is who called. */
  readonly best: boolean;
  readonly bestRight: boolean;
}

let model: Resolution['model'] | undefined;

async function ask(calls: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  await forAll(calls, async (callId) => {
    const answer = await request<Resolution>('POST', '/api/ml/linking/resolve', { callId });
    if (answer === undefined) throw new Error(`no answer about ${callId}`);
    model = answer.model;
    const { decision, customerExternalId, candidates } = answer.result;
    const [top] = candidates;
    const best = top !== undefined && top.probability >= 0.5;
    const called = truth.get(callId);
    answers.push({
      callId,
      decision,
      linkRight: decision === 'link' && customerExternalId === called,
      best,
      bestRight: best && top.customerExternalId === called,
    });
  });
  return answers;
}

/** The service's own decisions, and its best candidate where that is likelier than not. */
function measure(answers: readonly Answer[]) {
  const count = (holds: (answer: Answer) => boolean) => answers.filter(holds).length;
  const calls = answers.length;
  const links = count(({ decision }) => decision === 'link');
  const linksRight = count(({ linkRight }) => linkRight);
  const best = count((answer) => answer.best);
  const bestRight = count((answer) => answer.bestRight);
  return {
    model: model?.version ?? null,
    calls,
    links,
    linkPrecision: share(linksRight, links),
    linkRecall: share(linksRight, calls),
    asked: share(
      count(({ decision }) => decision === 'review'),
      calls,
    ),
    bestPrecision: share(bestRight, best),
    bestRecall: share(bestRight, calls),
    bestF1: (2 * bestRight) / (best + calls),
  };
}

function show(title: string, row: ReturnType<typeof measure>): void {
  const percent = (measured: ReturnType<typeof share>) => {
    if (measured === null) return '-';
    const [value, low, high] = [measured.value, measured.low, measured.high].map((each) =>
      (100 * each).toFixed(2),
    );
    return `${value} % [${low}, ${high}]`;
  };
  process.stdout.write(
    `${title}: ${row.calls} calls, model ${row.model ?? 'rule'}\n` +
      `  linked automatically: precision ${percent(row.linkPrecision)}, recall ${percent(row.linkRecall)}\n` +
      `  left to a person:     ${percent(row.asked)}\n` +
      `  best candidate:       precision ${percent(row.bestPrecision)}, recall ${percent(row.bestRecall)}, ` +
      `F1 ${(100 * row.bestF1).toFixed(2)} %\n`,
  );
}

const all = [...truth.keys()];
const asked = await ask(all);
const before = measure(asked);
show('before any label', before);

const answered = new Set<string>();
while (answered.size < reviewsWanted) {
  const task = await request<{ id: string; call: { externalId: string } }>(
    'GET',
    '/api/reviews/next?reviewer=published-truth',
  );
  if (task === undefined) break;
  answered.add(task.call.externalId);
  await request('POST', `/api/reviews/${task.id}/decision`, {
    reviewer: 'published-truth',
    verdict: 'link',
    customerExternalId: truth.get(task.call.externalId),
    seconds: 1,
  });
}
process.stdout.write(`answered ${answered.size} uncertain pairs through the review API\n`);

const run = await request<{ runId: string }>('POST', '/api/ml/linking/train', {});
interface Run {
  status: string;
  error: unknown;
  report: { version: number } | null;
}
let version: number | undefined;
while (version === undefined) {
  const state = await request<Run>('GET', `/api/training/runs/${run?.runId}`);
  if (state?.status === 'succeeded') version = state.report?.version;
  else if (state?.status === 'failed') throw new Error(`training failed: ${JSON.stringify(state.error)}`);
  else await new Promise((wake) => setTimeout(wake, 250));
}
await request('POST', '/api/models/linking/promote', {
  version,
  reason: 'compare before and after the labels',
});

const again = await ask(all.filter((call) => !answered.has(call)));
const after = measure(again);
show('after the labels, calls nobody was asked about', after);
// A call that has been linked is known as its customer's, which may help to recognise it; these were not.
const linkedBefore = new Set(asked.flatMap(({ callId, decision }) => (decision === 'link' ? [callId] : [])));
const open = measure(again.filter(({ callId }) => !linkedBefore.has(callId)));
show('of these, not linked before', open);
if (values.results !== undefined) {
  writeFileSync(values.results, `${JSON.stringify({ before, answered: answered.size, after, open })}\n`);
}
