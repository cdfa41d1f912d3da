import { writeFile } from 'node:fs/promises';
import { Problem } from '../../base/problem.ts';
import type { FitOptions } from '../../models/estimator.ts';
import { exportOnnx } from '../../models/onnx/exportOnnx.ts';
import type { Learner, TrainingPart } from './learner.ts';

/**
 * Learns from all rows and writes the model as ONNX: one input per column, by its name (models/onnx/README.md).
 * @throws Problem invalid_input when what was learned has no ONNX form (networks, several classes)
 */
export async function writeOnnx(
  path: string,
  learner: Learner,
  rows: TrainingPart,
  options: FitOptions & { readonly budgetSeconds?: number },
): Promise<void> {
  const { data, choice } = await learner.learn(rows, options);
  const remedy =
    'Name one that has, for example --estimator boosted-trees or --estimator logistic-regression.';
  if (data === undefined)
    throw new Problem('invalid_input', 'Models of several classes are not written as ONNX here.', {
      remedy: 'Leave out --onnx, or foresee one class against the others.',
    });
  let bytes: Uint8Array;
  try {
    bytes = exportOnnx(data);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem('invalid_input', `What was chosen (${choice}) has no ONNX form: ${error.message}`, {
      remedy,
    });
  }
  await writeFile(path, bytes);
}
