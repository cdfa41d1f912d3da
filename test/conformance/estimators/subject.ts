import { encodeArtifact } from '../../../models/artifact.ts';
import type { Estimator, Model, ModelData } from '../../../models/estimator.ts';
import { require } from '../law.ts';
import { simulatedWorld, type World } from '../worlds.ts';

/** An estimator with what its laws need to know. */
export interface EstimatorUnderTest {
  readonly estimator: Estimator;
  /** Reads a model's plain data. */
  readonly read: (data: ModelData) => Model;
  /** Options under which row weights are exactly repetitions (no random part of the rows is set aside or drawn). */
  readonly weightOptions: Readonly<Record<string, unknown>>;
  /**
   * Training ends in the one best fit, whatever the path; false for networks, whose start is drawn at random. Only
   * then can repeated rows or swapped classes be asked to give the same model.
   */
  readonly uniqueOptimum: boolean;
}

export const small = (task: Estimator['task']): World => simulatedWorld(task, 260, 3);

export function requireFinite(values: ArrayLike<number>, what: string): void {
  for (let index = 0; index < values.length; index++)
    require(Number.isFinite(values[index]!), `${what}: ${values[index]} at ${index}`);
}

export function sameValues(a: unknown, b: unknown): boolean {
  return Buffer.from(encodeArtifact('copy', a)).equals(Buffer.from(encodeArtifact('copy', b)));
}
