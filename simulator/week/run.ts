import type { Client } from '../client.ts';
import type { PastLeads } from '../history/pastLeads.ts';
import type { LateOutcome, OpenLead } from '../world/leadStep.ts';
import type { World } from '../world/world.ts';
import type { WeekRecord } from './weekRecord.ts';

/** What one run has done so far: the part of the story that depends on the service's answers. */
export interface Run {
  readonly world: World;
  /** Last played week; 0: none. */
  week: number;
  openLeads: OpenLead[];
  /** Outcomes not yet known to the company. */
  lateOutcomes: LateOutcome[];
  /** Customers the service created itself for callers nobody knew, and who called then. */
  readonly temporaryOwners: Map<string, string>;
}

export function newRun(world: World, past: PastLeads): Run {
  return {
    world,
    week: 0,
    openLeads: [...past.open],
    lateOutcomes: past.outcomes.filter((outcome) => outcome.at >= world.startsAt),
    temporaryOwners: new Map(),
  };
}

/** One week being played. */
export interface Scene {
  readonly run: Run;
  readonly client: Client;
  readonly feedback: boolean;
  readonly record: WeekRecord;
}
