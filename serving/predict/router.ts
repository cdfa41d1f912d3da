import type { ModelRole } from '../../prisma/generated/enums.ts';
import { type Arm, assignArm } from '../../training/experiments.ts';
import type { LiveTask } from './liveModels.ts';

/** One of those who score a request. */
export interface Contender<M> {
  readonly role: ModelRole;
  /** Null with the role fallback. */
  readonly versionId: string | null;
  readonly version: number | null;
  /** Null: the fallback rule answers. */
  readonly model: M | null;
}

export interface Routing<M> {
  /** Whose answer is returned. */
  readonly answering: Contender<M>;
  /** The other live version, which scores the same request unseen; null: there is none. */
  readonly shadow: Contender<M> | null;
  readonly experiment: { readonly id: string; readonly arm: Arm } | null;
}

/** Who answers whom no experiment concerns: the champion, or the fallback rule. */
export function championOf<M>(live: LiveTask<M>): Contender<M> {
  return live.champion
    ? { role: 'champion', ...live.champion }
    : { role: 'fallback', versionId: null, version: null, model: null };
}

/**
 * Who answers a unit (a call, lead or customer): the champion, or in a running experiment the arm the unit was
 * dealt, the same for the whole experiment.
 */
export function route<M>(live: LiveTask<M>, unitId: string): Routing<M> {
  const champion = championOf(live);
  if (!live.challenger) return { answering: champion, shadow: null, experiment: null };
  const challenger: Contender<M> = { role: 'challenger', ...live.challenger };
  if (!live.experiment) return { answering: champion, shadow: challenger, experiment: null };
  const arm = assignArm(live.experiment, unitId);
  const experiment = { id: live.experiment.id, arm };
  return arm === 'challenger'
    ? { answering: challenger, shadow: champion, experiment }
    : { answering: champion, shadow: challenger, experiment };
}
