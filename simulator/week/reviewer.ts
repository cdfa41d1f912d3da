import { z } from 'zod';
import { reviewTask } from '../answers.ts';
import { chance, lognormal } from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import { identifies } from '../world/spokenIdentity.ts';
import { ask } from './ask.ts';
import { knownRecords } from './knownRecords.ts';
import type { Scene } from './run.ts';

type Task = z.infer<typeof reviewTask>;
type Verdict =
  | { readonly verdict: 'link'; readonly customerExternalId?: string; readonly customerId?: string }
  | { readonly verdict: 'new_customer' | 'unsure' };

/** Sessions per week: twice a day on weekdays. */
const SESSIONS = 10;

/** What the reviewer answers: the truth up to the stated error rate, by a draw fixed per call and look. */
function decide(scene: Scene, task: Task, at: number): { verdict: Verdict; wrong: boolean } {
  const { world } = scene.run;
  const call = world.calls.find((one) => one.externalId === task.call.externalId);
  // Nobody can say who called when the recording holds nothing.
  if (call === undefined || !identifies(call.claims)) return { verdict: { verdict: 'unsure' }, wrong: false };
  // Whoever looks again errs anew.
  const again = task.reason === 'second_look' ? ['again'] : [];
  const random = stream(world.seed, 'reviewer', call.externalId, ...again);
  const errs = chance(random, world.parameters.reviewer.errorRate);
  const own = knownRecords(world, call.personId, at).map((record) => record.externalId);
  const shown = task.candidates ?? [];
  const offered = shown.find((one) => one.customerExternalId && own.includes(one.customerExternalId));
  if (!errs) {
    const right = offered?.customerExternalId ?? own.at(-1);
    return {
      verdict:
        right === undefined ? { verdict: 'new_customer' } : { verdict: 'link', customerExternalId: right },
      wrong: false,
    };
  }
  const other = shown.find((one) => !one.customerExternalId || !own.includes(one.customerExternalId));
  if (other?.customerExternalId && (own.length === 0 || chance(random, 0.7))) {
    return { verdict: { verdict: 'link', customerExternalId: other.customerExternalId }, wrong: true };
  }
  return { verdict: { verdict: 'new_customer' }, wrong: own.length > 0 };
}

/** Works the queue until it is empty or the time allotted to the sessions so far (0, 1, ... 9) is used. */
export async function reviewSession(scene: Scene, session: number, at: number): Promise<void> {
  const { reviewer } = scene.run.world.parameters;
  const { reviews } = scene.record;
  const allowed = (reviewer.weeklyMinutes * 60 * (session + 1)) / SESSIONS;
  const path = `/api/reviews/next?reviewer=${encodeURIComponent(reviewer.name)}`;
  while (reviews.seconds < allowed) {
    const task = await ask(scene, 'next review', () => scene.client.get(path), reviewTask);
    if (task === null) return;
    const { verdict, wrong } = decide(scene, task, at);
    const draw = stream(scene.run.world.seed, 'reviewSeconds', task.call.externalId ?? task.id);
    // Hearing that there is nothing to hear is quick.
    const pace = verdict.verdict === 'unsure' ? 0.5 : 1;
    const seconds = Math.round(lognormal(draw, reviewer.secondsMedian * pace, reviewer.secondsSigma));
    const body = { reviewer: reviewer.name, ...verdict, seconds };
    reviews.seconds += seconds;
    const answer = await ask(
      scene,
      'review decision',
      () => scene.client.post(`/api/reviews/${encodeURIComponent(task.id)}/decision`, body),
      z.unknown(),
    );
    if (answer === null) continue;
    reviews.answered++;
    if (wrong) reviews.wrong++;
    if (verdict.verdict === 'unsure') reviews.unsure++;
  }
}
