import { linkAnswer } from '../answers.ts';
import { berlinDay, berlinHour, HOUR, weekdayOf } from '../calendar.ts';
import type { Client } from '../client.ts';
import { openLead } from '../world/leadStep.ts';
import { leadProspects } from '../world/leadValue.ts';
import { weekStart } from '../world/world.ts';
import { answerCall } from './answerCall.ts';
import { ask } from './ask.ts';
import { askPredictions } from './askPredictions.ts';
import { bookIn } from './bookIn.ts';
import { noticeLinks } from './noticeLinks.ts';
import { reviewSession } from './reviewer.ts';
import type { Run, Scene } from './run.ts';
import { tellOutcomes } from './tellOutcomes.ts';
import { emptyRecord, type WeekRecord } from './weekRecord.ts';
import { workLeads } from './workLeads.ts';

export interface PlayOptions {
  readonly client: Client;
  /** 1, 2, ... in order. */
  readonly week: number;
  /** False: no reviews, corrections or outcomes; the same callers, customers and leads. */
  readonly feedback: boolean;
  /** Sets the service's clock; called before every batch of requests, never backwards. */
  readonly setTime: (now: Date) => void | Promise<void>;
  readonly onProgress?: (done: { readonly hours: number; readonly ofHours: number }) => void;
}

const PREDICTIONS_AT = 6;
const REVIEWS_AT = [11, 16];
const LOOK_AT_LINKS_AT = 17;

/** What happens at the end of an hour besides booking in: predictions, lead desk, reviews, corrections. */
async function hourEnds(
  scene: Scene,
  from: number,
  to: number,
  prospects: ReturnType<typeof leadProspects>,
): Promise<void> {
  const { world } = scene.run;
  const weekday = weekdayOf(berlinDay(to));
  const hour = Math.round(berlinHour(to));
  const arrived = world.leads.filter((lead) => lead.at > from && lead.at <= to);
  scene.run.openLeads.push(...arrived.map((lead) => openLead(world.seed, lead, world.parameters)));
  await tellOutcomes(scene, from, to);
  if (weekday === 0 && hour === PREDICTIONS_AT) await askPredictions(scene, to, prospects);
  if (scene.run.openLeads.some((open) => open.dueAt <= to)) await workLeads(scene, to, prospects);
  if (!scene.feedback || weekday > 4) return;
  const session = REVIEWS_AT.indexOf(hour);
  if (session >= 0) await reviewSession(scene, weekday * REVIEWS_AT.length + session, to);
  // Mondays also catch what came up at the weekend.
  if (hour === LOOK_AT_LINKS_AT) await noticeLinks(scene, to - (weekday === 0 ? 72 : 24) * HOUR, to);
}

/** Link of every call of the week as it stands at the end. */
async function readLinks(scene: Scene): Promise<void> {
  const { client, record } = scene;
  await client.each([...record.calls.values()], async (call) => {
    const path = `/api/calls/${encodeURIComponent(call.callId)}/link`;
    const link = await ask(scene, 'link', () => client.get(path), linkAnswer);
    call.linkedId = link?.customerId ?? null;
    call.linkedExternalId = link?.customerExternalId ?? null;
    call.linkSource = link?.source ?? null;
  });
}

/**
 * Plays one week over HTTP in time order. Calls are answered one after the other, as they come in; only
 * requests whose order does not matter run side by side.
 * Throws RangeError when the week does not follow the last one played or lies beyond the world's end, and Error
 * when more than 100 requests of the week fail.
 */
export async function playWeek(run: Run, options: PlayOptions): Promise<WeekRecord> {
  const { world } = run;
  const { week, client, feedback } = options;
  if (week !== run.week + 1 || week > world.parameters.weeks) {
    throw new RangeError(`week ${week} cannot be played after week ${run.week} of ${world.parameters.weeks}`);
  }
  run.week = week;
  const record = emptyRecord(week, feedback);
  const scene: Scene = { run, client, feedback, record };
  const requestsBefore = client.requests;
  const prospects = leadProspects(world.parameters);
  const [start, end] = [weekStart(world.parameters, week), weekStart(world.parameters, week + 1)];
  const ofHours = Math.round((end - start) / HOUR);
  let clock = start;
  const setTime = async (to: number) => {
    clock = Math.max(clock, to);
    await options.setTime(new Date(clock));
  };
  const calls = world.calls.filter((call) => call.at >= start && call.at < end);
  let next = 0;
  for (let hour = 0; hour < ofHours; hour++) {
    const [from, to] = [start + hour * HOUR, start + (hour + 1) * HOUR];
    for (let call = calls[next]; call !== undefined && call.at < to; call = calls[++next]) {
      await setTime(call.at + call.durationSeconds * 1000);
      await answerCall(scene, call);
    }
    await setTime(to);
    await bookIn(scene, from, to);
    await hourEnds(scene, from, to, prospects);
    options.onProgress?.({ hours: hour + 1, ofHours });
  }
  await readLinks(scene);
  record.requests = client.requests - requestsBefore;
  return record;
}
