import { z } from 'zod';
import { linkAnswer } from '../answers.ts';
import { DAY, iso } from '../calendar.ts';
import { chance } from '../random/distributions.ts';
import { stream } from '../random/stream.ts';
import type { Call } from '../world/calls.ts';
import type { World } from '../world/world.ts';
import { ask } from './ask.ts';
import { knownRecords } from './knownRecords.ts';
import type { Scene } from './run.ts';

/** When somebody in the branch finds out who a call was from; null: never. Fixed per call, whatever the link. */
function noticedAt(world: World, call: Call): number | null {
  const { noticed, afterDays } = world.parameters.corrections;
  const random = stream(world.seed, 'noticed', call.externalId);
  if (!chance(random, noticed)) return null;
  const [low, high] = afterDays as readonly [number, number];
  return call.at + (low + random() * (high - low)) * DAY;
}

/** In (from, to], looks at the links of calls whose callers have turned out, and corrects those that are wrong. */
export async function noticeLinks(scene: Scene, from: number, to: number): Promise<void> {
  const { world } = scene.run;
  const longest = (world.parameters.corrections.afterDays[1] as number) * DAY;
  for (const call of world.calls) {
    if (call.at < world.startsAt || call.at < from - longest) continue;
    if (call.at > to) break;
    const at = noticedAt(world, call);
    if (at === null || at <= from || at > to) continue;
    const path = `/api/calls/${encodeURIComponent(call.externalId)}/link`;
    const link = await ask(scene, 'link', () => scene.client.get(path), linkAnswer);
    if (link === null) continue;
    const own = knownRecords(world, call.personId, to).map((record) => record.externalId);
    const linked = link.customerExternalId ?? null;
    const temporary =
      linked === null && link.customerId ? scene.run.temporaryOwners.get(link.customerId) : undefined;
    const right =
      own.length > 0
        ? linked !== null && own.includes(linked)
        : !link.customerId || temporary === call.personId;
    if (right) continue;
    const body = {
      callExternalId: call.externalId,
      customerExternalId: own.at(-1) ?? null,
      reviewer: `branch.${call.branch.toLowerCase()}`,
      occurredAt: iso(to),
    };
    await ask(scene, 'correction', () => scene.client.post('/api/feedback/corrections', body), z.unknown());
    scene.record.sent.corrections++;
  }
}
