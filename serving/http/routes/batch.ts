import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import type { Task } from '../../../prisma/generated/enums.ts';
import { lineMediaTypes } from '../answerLines.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { checkedPart, exchangeOf } from '../exchange.ts';
import { reference } from '../references.ts';
import { taskName } from '../taskName.ts';
import { churnEndpoints } from './churn.ts';
import { leadEndpoints } from './leads.ts';
import { lifetimeValueEndpoints } from './lifetimeValue.ts';
import { linkingEndpoints } from './linking.ts';
import { nextBestActionEndpoints } from './nextBestAction.ts';

/** The prediction that answers one line. */
interface Single {
  readonly endpoint: Endpoint;
  /** Names under which a line may say whom it is about; none: the line is the body of the single request. */
  readonly subjects: readonly string[];
  /** What the path of the single request calls it. */
  readonly parameter: string;
}

function single(endpoints: readonly Endpoint[], start: string, ...subjects: readonly string[]): Single {
  const found = endpoints.find(({ url, method }) => method === 'post' && url.startsWith(start));
  if (found === undefined) throw new Problem('internal', `No endpoint begins with ${start}.`);
  return { endpoint: found, subjects, parameter: /\{(\w+)\}$/.exec(found.url)?.[1] ?? '' };
}

const singles: Readonly<Record<Task, Single>> = {
  linking: single(linkingEndpoints, '/api/ml/linking/resolve'),
  nba: single(nextBestActionEndpoints, '/api/ml/nba/predict'),
  clv: single(lifetimeValueEndpoints, '/api/ml/clv/predict/', 'customerId', 'leadId'),
  churn: single(churnEndpoints, '/api/ml/churn/predict/', 'customerId'),
  lead_score: single(leadEndpoints, '/api/leads/temperature/', 'leadId'),
};

/** What a line asks, as the request for a single prediction would have said it. */
function askingOf(line: unknown, { endpoint: { body }, subjects, parameter }: Single) {
  if (subjects.length === 0) return { params: {}, query: {}, body: line };
  const given = checkedPart(z.record(z.string(), z.unknown()), line, 'line') as Record<string, unknown>;
  const field = subjects.find((name) => given[name] !== undefined) ?? (subjects[0] as string);
  const { [field]: id, ...rest } = checkedPart(
    z.looseObject({ [field]: reference }),
    given,
    'line',
  ) as Record<string, unknown>;
  return {
    params: { [parameter]: id },
    query: body === undefined ? rest : {},
    body: body === undefined ? undefined : rest,
  };
}

export const batchEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/ml/{task}/batch',
    tag: 'batch',
    summary: 'Many predictions in one request, streamed',
    description:
      'One JSON object per line, answered by one line each, in order, while you are still sending. A line is the ' +
      'body of the single prediction (linking: {"call"} or {"callId"}; nba: {"leadId"}), or names the customer or ' +
      'lead that the path of the single prediction names (clv: {"customerId"} or {"leadId"}; churn: ' +
      '{"customerId"}; lead-score: {"leadId"}), beside its parameters, if any. An ' +
      'answer is the prediction with `line`, its number from 1; for a line that cannot be answered it is ' +
      '{"line", "problem"}. A line is answered when its prediction is durable. There is no limit ' +
      'to their number.',
    scopes: ['predict'],
    path: z.object({ task: taskName }),
    body: z.string().meta({ description: 'Newline-delimited JSON.' }),
    mediaTypes: lineMediaTypes,
    writes: false,
    answers: { 200: z.string().meta({ description: 'Newline-delimited JSON.' }) },
    async eachLine({ application, caller, path, timing }, line) {
      const one = singles[path.task];
      const asking = askingOf(line, one);
      const exchange = exchangeOf(application, one.endpoint, asking, caller, timing, (work) => work());
      const answer = (await one.endpoint.handle(exchange as never)) as unknown as { readonly body: object };
      return answer.body;
    },
  }),
];
