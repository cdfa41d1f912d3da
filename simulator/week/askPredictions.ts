import { churnAnswer, clvAnswer, temperatureAnswer } from '../answers.ts';
import { DAY } from '../calendar.ts';
import { expectedSpend } from '../world/customerProspect.ts';
import type { Prospects } from '../world/leadValue.ts';
import type { Person } from '../world/person.ts';
import { ask } from './ask.ts';
import type { Scene } from './run.ts';
import { believedActive, sample } from './sampleCustomers.ts';

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

  await client.each(
    sample(seed, active, parameters.samples.churn, id, 'churnSample', week),
    async (customer) => {
      const path = `/api/ml/churn/predict/${encodeURIComponent(customer)}`;
      const answer = await ask(scene, 'churn', () => client.post(path, {}), churnAnswer);
      if (answer === null) return;
      const truth = person(customer).leavesAt <= at + 30 * DAY ? 1 : 0;
      record.churn.push({
        subject: customer,
        predicted: answer.result.risk30,
        truth,
        role: answer.model?.role ?? 'unknown',
      });
    },
  );
  await client.each(sample(seed, active, parameters.samples.clv, id, 'clvSample', week), async (customer) => {
    const path = `/api/ml/clv/predict/${encodeURIComponent(customer)}`;
    const answer = await ask(scene, 'clv', () => client.post(path, {}), clvAnswer);
    if (answer === null) return;
    const truth = expectedSpend(person(customer), at, CLV_WEEKS, parameters);
    record.clv.push({
      subject: customer,
      predicted: answer.result.clv,
      truth,
      role: answer.model?.role ?? 'unknown',
    });
  });
  const leads = sample(
    seed,
    run.openLeads.filter((open) => open.lead.at <= at),
    parameters.samples.temperature,
    (open) => open.lead.externalId,
    'temperatureSample',
    week,
  );
  await client.each(leads, async ({ lead, state }) => {
    const path = `/api/leads/temperature/${encodeURIComponent(lead.externalId)}`;
    const answer = await ask(scene, 'lead score', () => client.post(path, {}), temperatureAnswer);
    if (answer === null) return;
    const truth = prospects.ofState(state, lead.source, lead.value).converts;
    const { probability, score } = answer.result;
    record.temperature.push({
      subject: lead.externalId,
      predicted: probability ?? score / 100,
      truth,
      role: answer.model?.role ?? 'unknown',
    });
  });
}
