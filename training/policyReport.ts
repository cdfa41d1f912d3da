import type { Autonomy } from '../models/next-best-action/autonomy.ts';
import type { Measured } from './report.ts';

/** What a policy would have earned per decision, by decisions that another one logged. */
export interface PolicyValue {
  readonly decisions: number;
  readonly logged: Measured;
  readonly ips: Measured;
  /** Null where no decision overlaps. */
  readonly snips: Measured | null;
  readonly dm: Measured;
  readonly dr: Measured;
  /** What the team's habits would have earned, doubly robust. */
  readonly team: Measured;
  /** `dr` less `team`, on the same resamples. */
  readonly gain: Measured;
  readonly effectiveSampleSize: number;
}

/** The policy of a model on decisions with known propensities that it has not learned from; company currency per decision. */
export interface PolicyReport {
  readonly value: PolicyValue;
  readonly warnings: readonly string[];
  /** By the Monday of the week, ISO date, UTC. */
  readonly weeks: readonly (PolicyValue & { readonly week: string })[];
  /** What the off-policy gate leaves to the model, by action. */
  readonly autonomy: Autonomy;
}
