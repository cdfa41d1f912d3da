import { HOUR } from '../calendar.ts';
import { type CustomerRecord, openedAt } from '../world/customerRecord.ts';
import { recordsAt, type World } from '../world/world.ts';

/** The person's records that the service has been told of at a moment: they are sent at the end of the hour. */
export function knownRecords(world: World, personId: string, at: number): readonly CustomerRecord[] {
  return recordsAt(world, personId, at).filter((record) => Math.ceil(openedAt(record) / HOUR) * HOUR <= at);
}
