import { churnAnswer, clvAnswer, temperatureAnswer } from '../answers.ts';
import { DAY } from '../calendar.ts';
import { expectedSpend } from '../world/customerProspect.ts';
import type { Prospects } from '../world/leadValue.ts';
import type { Person } from '../world/person.ts';
import { ask } from './ask.ts';
import type { Scene } from './run.ts';
import { believedActive, sample } from './sampleCustomers.ts';
import type { ScoredPrediction } from './weekRecord.ts';

/** Three years, in weeks. */
const CLV_WEEKS = 156.5;

/** Asks for churn and lifetime value of sampled customers and the temperature of open leads, as of `at`. */
export async function askPredictions(scene: Scene, at: number, prospects: Prospects): Promise<void> {
  const { client, record, run } = scene;
  const { world, week } = run;
  const { seed, parameters } = world;
  const active = believedActive(world, at);
  const person = (customer: string) => world.ownerOf.get(customer) as Person;
  const id = (customer: string) => customer;
  // Rows in the order of the sample, whichever answer comes first.
  const all = async <T>(items: readonly T[], work: (item: T) => Promise<ScoredPrediction | null>) =>
    (await client.each(items, work)).filter((row) => row !== null);

  const churnSample = sample(seed, active, parameters.samples.churn, id, 'churnSample', week);
  const risks = await client.each(churnSample, async (subject) => {
    const path = `/api/ml/churn/predict/${encodeURIComponent(subject)}`;
    const answer = await ask(scene, 'churn', () => client.post(path, {}), churnAnswer);
    return answer === null ? null : { subject, answer };
  });
  for (const { subject, answer } of risks.filter((risk) => risk !== null)) {
    const { risk30, alreadyGone } = answer.result;
    const { leavesAt } = person(subject);
    const of = { subject, role: answer.model?.role ?? 'unknown' };
    record.churn.push({ ...of, predicted: risk30, truth: leavesAt <= at + 30 * DAY ? 1 : 0 });
    if (typeof alreadyGone === 'number')
      record.gone.push({ ...of, predicted: alreadyGone, truth: leavesAt <= at ? 1 : 0 });
  }
  const clvSample = sample(seed, active, parameters.samples.clv, id, 'clvSample', week);
  record.clv.push(
    ...(await all(clvSample, async (subject) => {
      const path = `/api/ml/clv/predict/${encodeURIComponent(subject)}`;
      const answer = await ask(scene, 'clv', () => client.post(path, {}), clvAnswer);
      if (answer === null) return null;
      const truth = expectedSpend(person(subject), at, CLV_WEEKS, parameters);
      return { subject, predicted: answer.result.clv, truth, role: answer.model?.role ?? 'unknown' };
    })),
  );
  const leadSample = sample(
    seed,
    run.openLeads,
    parameters.samples.temperature,
    (open) => open.lead.externalId,
    'temperatureSample',
    week,
  );
  record.temperature.push(
    ...(await all(leadSample, async ({ lead, state }) => {
      const subject = lead.externalId;
      const path = `/api/leads/temperature/${encodeURIComponent(subject)}`;
      const answer = await ask(scene, 'lead score', () => client.post(path, {}), temperatureAnswer);
      if (answer === null) return null;
      const truth = prospects.ofState(state, lead.source, lead.value).converts;
      const { probability, score } = answer.result;
      return { subject, predicted: probability ?? score / 100, truth, role: answer.model?.role ?? 'unknown' };
    })),
  );
}
