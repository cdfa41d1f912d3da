import { type Baseline, baseline } from './history/baseline.ts';
import { pastLeads } from './history/pastLeads.ts';
import { type HistoryFile, writeHistory } from './history/writeHistory.ts';
import { type ParameterOverrides, type Parameters, withOverrides } from './parameters.ts';
import { scoreWeek, type WeekScore } from './score/scoreWeek.ts';
import { type PlayOptions, playWeek } from './week/playWeek.ts';
import { newRun } from './week/run.ts';
import type { WeekRecord } from './week/weekRecord.ts';
import { actions } from './world/leadResponse.ts';
import { makeWorld } from './world/world.ts';

/** One run through a simulated world. Two runs (with and without feedback) are two simulations of the same seed. */
export interface Simulation {
  readonly seed: number;
  readonly parameters: Parameters;
  /** When week 1 begins: set the service's clock here before importing the history. */
  readonly startsAt: Date;
  /** The company's past before week 1. */
  readonly history: {
    /** Writes CSV files and import maps; the answer lists them in the order to import them. */
    write(directory: string): Promise<readonly HistoryFile[]>;
  };
  /**
   * What the company can say of its sales actions, as `PUT /api/ml/nba/policy` takes it: what they cost. Limits it has
   * none, as the desk looks at a lead every few days, in office hours.
   */
  readonly salesPolicy: { readonly actions: readonly { readonly name: string; readonly cost: number }[] };
  /** How the old rule did on the history. */
  readonly baseline: Baseline;
  /** Plays the next week over HTTP. */
  playWeek(options: PlayOptions): Promise<WeekRecord>;
  /** Compares a played week with the hidden truth. */
  scoreWeek(record: WeekRecord): WeekScore;
}

export interface SimulationOptions {
  /** Integer; the same seed and parameters give the same world and, for the same answers, the same requests. */
  readonly seed: number;
  readonly parameters?: ParameterOverrides;
}

/** A German group of health centres with its call centre and sales team. */
export function createSimulation({ seed, parameters: overrides }: SimulationOptions): Simulation {
  const parameters = withOverrides(overrides);
  const world = makeWorld(seed, parameters);
  const past = pastLeads(world);
  const run = newRun(world, past);
  return {
    seed,
    parameters,
    startsAt: new Date(world.startsAt),
    history: { write: (directory) => writeHistory(world, past, directory) },
    salesPolicy: {
      actions: actions
        .filter((name) => name !== 'wait')
        .map((name) => ({ name, cost: parameters.leads.costs[name] })),
    },
    baseline: baseline(world),
    playWeek: (options) => playWeek(run, options),
    scoreWeek: (record) => scoreWeek(run, record),
  };
}
