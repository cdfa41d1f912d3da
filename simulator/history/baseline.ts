import { recordsAt, type World } from '../world/world.ts';
import { LegacyRule } from './legacyRule.ts';

export interface Baseline {
  /** Share of the past calls of existing customers that the old rule linked to the right customer. */
  readonly linkingQuality: number;
  /** Share of the rule's links that are wrong. */
  readonly wrongLinkRate: number;
  /** Calls of existing customers in the history. */
  readonly calls: number;
}

/** How well the old rule (exact phone or exact full name of one customer) did on the history. */
export function baseline(world: World): Baseline {
  const rule = new LegacyRule(world.records);
  let [known, right, links, wrong] = [0, 0, 0, 0];
  for (const call of world.calls) {
    if (call.at >= world.startsAt) break;
    const linked = rule.identify(call);
    const isRight = linked !== null && world.ownerOf.get(linked)?.id === call.personId;
    if (recordsAt(world, call.personId, call.at).length > 0) known++;
    if (linked !== null) links++;
    if (isRight) right++;
    else if (linked !== null) wrong++;
  }
  return { linkingQuality: right / known, wrongLinkRate: links === 0 ? 0 : wrong / links, calls: known };
}
