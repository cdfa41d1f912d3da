/**
 * The main job on a public benchmark, over the HTTP API alone: resolve calls, measure, answer uncertain
 * pairs from the published truth, retrain, promote, resolve again, measure again.
 *
 *   npx tsx examples/linkPublicRecords.ts --url http://127.0.0.1:4600 --key ll_... \
 *       --truth febrl/dataset4b.csv --reviews 200
 *
 * Row n of the truth file is the call `call-n`; `rec-1070-dup-0` belongs to the customer `rec-1070-org`.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    key: { type: 'string' },
    truth: { type: 'string' },
    reviews: { type: 'string', default: '200' },
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

const ratio = (part: number, whole: number) => (whole === 0 ? Number.NaN : part / whole);
const percent = (value: number) => (Number.isNaN(value) ? '-' : `${(100 * value).toFixed(2)} %`);

/** Precision and recall of the service's own decisions, and of its best candidate at probability 0.5. */
async function measure(calls: readonly string[]) {
  let automatic = 0;
  let automaticRight = 0;
  let best = 0;
  let bestRight = 0;
  let reviews = 0;
  let version: number | null = null;
  await forAll(calls, async (callId) => {
    const answer = await request<Resolution>('POST', '/api/ml/linking/resolve', { callId });
    if (answer === undefined) return;
    version = answer.model.version;
    const { decision, customerExternalId, candidates } = answer.result;
    if (decision === 'review') reviews++;
    if (decision === 'link') {
      automatic++;
      if (customerExternalId === truth.get(callId)) automaticRight++;
    }
    const top = candidates[0];
    if (top !== undefined && top.probability >= 0.5) {
      best++;
      if (top.customerExternalId === truth.get(callId)) bestRight++;
    }
  });
  return {
    model: version,
    calls: calls.length,
    automaticPrecision: ratio(automaticRight, automatic),
    automaticRecall: automaticRight / calls.length,
    askedShare: reviews / calls.length,
    bestPrecision: ratio(bestRight, best),
    bestRecall: bestRight / calls.length,
  };
}

type Measurement = Awaited<ReturnType<typeof measure>>;

function show(title: string, row: Measurement): void {
  process.stdout.write(
    `${title.padEnd(24)} model ${row.model ?? 'rule'}  ${row.calls} calls | automatic links: precision ` +
      `${percent(row.automaticPrecision)}, recall ${percent(row.automaticRecall)}; asked ${percent(row.askedShare)} | ` +
      `best candidate at p >= 0.5: precision ${percent(row.bestPrecision)}, recall ${percent(row.bestRecall)}\n`,
  );
}

const all = [...truth.keys()];
const before = await measure(all);
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
  error: string | null;
  report: { version?: number } | null;
}
let finished: Run | undefined;
while (finished === undefined) {
  const state = await request<Run>('GET', `/api/training/runs/${run?.runId}`);
  if (state?.status === 'succeeded') finished = state;
  else if (state?.status === 'failed') throw new Error(`training failed: ${state.error}`);
  else await new Promise((wake) => setTimeout(wake, 250));
}
const versions = await request<{ version: number }[]>('GET', '/api/models?task=linking');
const newest = Math.max(...(versions ?? []).map((row) => row.version));
await request('POST', '/api/models/linking/promote', {
  version: newest,
  reason: 'compare before and after the labels',
});

const unseen = all.filter((call) => !answered.has(call));
const after = await measure(unseen);
show('after the labels', after);
process.stdout.write(`${JSON.stringify({ before, answered: answered.size, after })}\n`);
