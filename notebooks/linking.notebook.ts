/*md
# Whose call is this?

Most callers withhold their number. What remains is a name as it was heard, the service they ask for, the hour. This notebook
takes one call apart, looks at how well the probabilities can be trusted, and shows what it takes to link without asking.
*/

import { customerFolds } from '../models/linking/customerFolds.ts';
import { fitLinker } from '../models/linking/fitLinker.ts';
import { bestPerson } from '../models/linking/twins.ts';
import { reliabilityBins } from '../models/metrics/equalMassBins.ts';
import { clopperPearsonUpper } from '../models/numeric/binomial.ts';
import { explainCall } from '../serving/predict/explainCall.ts';
import { linkingExamples } from '../training/pipelines/linkingExamples.ts';
import { openCallCentre } from './callCentre.ts';
import { show } from './render/show.ts';

const centre = await openCallCentre();
const { application, company, companyId, now } = centre;

/*md
## One call, field by field

A match weight says in bits how much likelier a finding is for this customer than for a stranger: +10 bits are a factor of a
thousand. Below is, of forty calls that reviewers have answered, the one in which most fields say something about the customer the linker thinks of. The bars start where the one
above ends; where the last one ends decides. Zero is even odds against *none of them*.
*/
const answered = await centre.rows<{ id: string }>(
  `select c.id::text from call c join link_correction k on k.company_id = c.company_id and k.call_id = c.id
   where c.company_id = $1 and k.to_customer_id is not null and k.undone_at is null
   order by (select count(*) from jsonb_object_keys(c.claims)) desc, c.id limit 40`,
);
const explained: Awaited<ReturnType<typeof explainCall>>[] = [];
for (const { id } of answered) explained.push(await explainCall(application, companyId, id, null));
const speaking = ({ explanation: { asked } }: (typeof explained)[number]) =>
  asked.weights.filter(({ bits }) => Math.abs(bits) > 0.2).length;
const [most] = explained
  .filter(({ explanation }) => explanation.question === 'why')
  .sort((a, b) => speaking(b) - speaking(a));
const { asked, sentences } = most!.explanation;
const { version } = most!.answering;
let total = asked.priorBits;
const waterfall = [
  { step: 'before comparing', from: 0, to: total, finding: 'prior' },
  ...asked.weights
    .filter(({ bits }) => bits !== 0)
    .map(({ field, level, bits }) => {
      const from = total;
      total += bits;
      const step = level === null ? field : `${field}: ${level}`;
      return { step, from, to: total, finding: bits > 0 ? 'speaks for' : 'speaks against' };
    }),
  { step: 'sum', from: 0, to: total, finding: 'sum' },
];
show({
  title: 'Match weights of one call',
  caption: `Bits, summed from top to bottom; probability ${asked.probability.toPrecision(3)}. ${version === null ? 'Weights as they are expected before any call was seen: no model is in force yet, a rule answers' : `Weights of version ${version} of the linker`}.`,
  options: {
    marginLeft: 190,
    width: 620,
    x: { label: 'log-odds, bits', grid: true },
    y: { label: null, domain: waterfall.map(({ step }) => step) },
    color: {
      legend: true,
      domain: ['prior', 'speaks for', 'speaks against', 'sum'],
      range: ['#888888', '#3ca951', '#ff725c', '#4269d0'],
    },
  },
  marks: [
    { mark: 'barX', data: waterfall, options: { y: 'step', x1: 'from', x2: 'to', fill: 'finding' } },
    { mark: 'ruleX', data: [0] },
  ],
});
show(sentences.join('\n'));

/*md
## Every call as it stood when it came in

The calls are replayed in the order in which they became known, each compared with what was known just before. Labels are
what people said: corrections and answered reviews. People are asked about hard calls first, so these labels are no random
sample; each is weighted by the inverse of the probability with which it was asked for, and still the sample is small. Read what follows
as *how the method looks at itself after two weeks*, not as a benchmark: those run on far more calls with a known truth.
*/
const examples = await linkingExamples({
  database: application.database,
  company,
  asOf: now,
  seed: 7,
});
const labelled = examples.filter(({ truth }) => truth !== undefined);
const ofCustomers = labelled.filter(({ truth }) => truth !== null);
const rankOf = ({ candidates, truth }: (typeof labelled)[number]) =>
  candidates.findIndex(({ customerId }) => customerId === truth);
const callers = (example: (typeof examples)[number]) => {
  const { phone, name } = example.query.claims;
  return phone !== null ? 'number shown' : name !== null ? 'withheld, a name' : 'withheld, no name';
};
show([
  { calls: 'replayed', number: examples.length },
  { calls: 'labelled by people', number: labelled.length },
  { calls: 'of those, of a customer', number: ofCustomers.length },
  {
    calls: 'of those, the right customer is a candidate',
    number: ofCustomers.filter((one) => rankOf(one) >= 0).length,
  },
]);

/*md
## Candidates

Nobody compares a call with every customer. Keys (a number, a name as it sounds, a birth date) bring a handful of candidates; the
right one must be among them, or no model can find it. Who leaves neither name nor number
gets some, too, from what little there is; hardly any of them becomes probable, and that is an answer.
*/
const counted = (['number shown', 'withheld, a name', 'withheld, no name'] as const).flatMap((caller) => {
  const calls = examples.filter((example) => callers(example) === caller);
  return Array.from({ length: 21 }, (_, candidates) => ({
    caller,
    candidates,
    share: calls.filter((call) => call.candidates.length === candidates).length / Math.max(1, calls.length),
  }));
});
show({
  title: 'How many candidates a call has',
  caption: `Share of the calls of each kind of caller, ${examples.length} calls; the search stops at 20.`,
  options: {
    fy: { label: null },
    marginRight: 140,
    x: { label: 'candidates', type: 'band', ticks: [0, 5, 10, 15, 20] },
    y: { label: 'share', ticks: 3 },
    height: 360,
  },
  marks: [
    { mark: 'barY', data: counted, options: { fy: 'caller', x: 'candidates', y: 'share', fill: '#4269d0' } },
    { mark: 'ruleY', data: [0] },
  ],
});

/*md
## Can the probabilities be trusted?

The linker is fitted three times, each time on the calls outside one stretch of time and on none of the customers it is judged by. Where it says
80 %, about 80 % should be right. With so few labels the intervals are wide; that width is the message.
*/
const folds = customerFolds(labelled, 3);
const judged: { caller: string; probability: number; right: number; weight: number }[] = [];
for (const { learned, judged: held } of folds) {
  const taught = new Set(learned.map((position) => labelled[position]!.callId));
  const visible = examples.map((example) =>
    taught.has(example.callId) ? example : { ...example, truth: undefined },
  );
  const linker = await fitLinker({ examples: visible, options: { ranker: false } });
  for (const position of held) {
    const example = labelled[position]!;
    const best = bestPerson(
      example.candidates,
      linker.probabilities(example.candidates, example.query).slice(0, -1),
    );
    judged.push({
      caller: callers(example),
      probability: best.probability,
      right: example.truth !== null && best.customerIds.includes(example.truth!) ? 1 : 0,
      weight: example.weight,
    });
  }
}
const bins = (calls: typeof judged, count: number) =>
  reliabilityBins(
    Float64Array.from(calls, ({ right }) => right),
    Float64Array.from(calls, ({ probability }) => probability),
    Float64Array.from(calls, ({ weight }) => weight),
    count,
  );
const reliability = (['number shown', 'withheld, a name'] as const).flatMap((caller) =>
  bins(
    judged.filter((call) => call.caller === caller),
    5,
  ).map((bin) => ({ caller, ...bin })),
);
show({
  title: 'Reliability of the best candidate',
  caption: `${judged.length} labelled calls out of fold, weighted by the inverse of their chance of being asked about, in five bins of equal mass per kind of caller; bars are 95 % Wilson intervals. On the diagonal, what is said is what happens.`,
  options: {
    x: { label: 'stated probability', domain: [0, 1], grid: true },
    y: { label: 'share right', domain: [0, 1], grid: true },
    color: { legend: true },
  },
  marks: [
    {
      mark: 'line',
      data: [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
      options: { x: 'x', y: 'y', stroke: '#999', strokeDasharray: '4 4' },
    },
    {
      mark: 'link',
      data: reliability,
      options: { x1: 'meanProbability', x2: 'meanProbability', y1: 'low', y2: 'high', stroke: 'caller' },
    },
    {
      mark: 'dot',
      data: reliability,
      options: { x: 'meanProbability', y: 'observedShare', fill: 'caller', r: 5 },
    },
  ],
});

/*md
## From which probability on may a machine link alone?

The company says how many automatic links may be wrong. What has to stay below that limit is not the share that was seen, but
the upper end of what it may be: with no error in *n* links, roughly 3 / *n*. That is why a proof of 1 % needs 299 audited
links without an error, and why before that only exact evidence links.
*/
const thresholds = Array.from({ length: 40 }, (_, at) => 0.5 + (0.4999 * at) / 39);
const risk = thresholds.flatMap((threshold) => {
  const links = judged.filter(({ probability }) => probability >= threshold);
  const wrong = links.filter(({ right }) => right === 0).length;
  if (links.length === 0) return [];
  return [
    { threshold, links: links.length, measure: 'seen', share: wrong / links.length },
    {
      threshold,
      links: links.length,
      measure: 'may be (95 %)',
      share: clopperPearsonUpper(wrong, links.length, 0.05),
    },
  ];
});
show({
  title: 'Wrong links by threshold',
  caption: `Of the same calls out of fold, unweighted; upper end by Clopper and Pearson, each threshold by itself. The dashed line is the company's limit of ${100 * company.wrongLinkLimit} %. The labels lean towards hard calls, so both curves lie higher than those of all calls.`,
  options: {
    x: { label: 'link from this probability on' },
    y: {
      label: 'share of wrong links',
      grid: true,
      domain: [0, Math.max(0.05, ...risk.map(({ share }) => share))],
    },
    color: { legend: true },
  },
  marks: [
    { mark: 'ruleY', data: [company.wrongLinkLimit], options: { strokeDasharray: '4 4' } },
    { mark: 'line', data: risk, options: { x: 'threshold', y: 'share', stroke: 'measure' } },
  ],
});
show(
  [0.5, 0.8, 0.9, 0.95, 0.99].map((threshold) => {
    const links = judged.filter(({ probability }) => probability >= threshold);
    const wrong = links.filter(({ right }) => right === 0).length;
    return {
      'link from': threshold,
      links: links.length,
      wrong,
      'may be wrong (95 %)': links.length === 0 ? null : clopperPearsonUpper(wrong, links.length, 0.05),
    };
  }),
);
await centre.close();
