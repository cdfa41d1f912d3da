import { join } from 'node:path';
import type { Dataset } from '../../models/table.ts';
import { writeNpy } from '../npy.ts';
import { type SimulatedFloats, simulatedFloats } from '../simulatedFloats.ts';

/** A table to learn from and one to judge by, of the same kind. */
export interface TrainTask {
  readonly learned: Dataset;
  readonly heldOut: Dataset;
  /** Writes both for NumPy; returns the paths as bench/peers/train.py takes them. */
  write(folder: string): Readonly<Record<string, string>>;
}

/** `rowCount` rows of `featureCount` floats, and 20,000 held out. */
export function trainTask(rowCount: number, featureCount: number, heldOutCount = 20_000): TrainTask {
  const learned = simulatedFloats(rowCount, featureCount, 11);
  const heldOut = simulatedFloats(heldOutCount, featureCount, 12);
  return {
    learned: datasetOf(learned),
    heldOut: datasetOf(heldOut),
    write(folder) {
      const path = (name: string) => join(folder, `${name}-${rowCount}x${featureCount}.npy`);
      writeNpy(path('values'), learned.values, [rowCount, featureCount]);
      writeNpy(path('target'), learned.target, [rowCount]);
      writeNpy(path('heldValues'), heldOut.values, [heldOutCount, featureCount]);
      writeNpy(path('heldTarget'), heldOut.target, [heldOutCount]);
      return {
        values: path('values'),
        target: path('target'),
        held_values: path('heldValues'),
        held_target: path('heldTarget'),
      };
    },
  };
}

function datasetOf({ rowCount, featureCount, values, target }: SimulatedFloats): Dataset {
  const columns = Array.from({ length: featureCount }, (_, feature) => ({
    kind: 'numeric' as const,
    name: `feature${String(feature).padStart(3, '0')}`,
    values: Float64Array.from({ length: rowCount }, (_, row) => values[row * featureCount + feature]!),
  }));
  return { rowCount, columns, target };
}
