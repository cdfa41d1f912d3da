import { runInThisContext } from 'node:vm';
import type { Tensor } from 'onnxruntime-node';
import type { FeatureSpec } from '../../../models/featureSchema.ts';
import type { Row } from '../../../models/table.ts';

// Jest runs tests in a context of their own; the runtime answers with arrays of the outer one and looks for its own kind.
globalThis.Float32Array = runInThisContext('Float32Array');
globalThis.BigInt64Array = runInThisContext('BigInt64Array');
const ort = await import('onnxruntime-node');

export type Answers = Readonly<Record<string, readonly (number | string)[]>>;

/** What onnxruntime answers to rows, given feature by feature as `exportOnnx` says. */
export async function answersOf(
  bytes: Uint8Array,
  features: readonly FeatureSpec[],
  rows: readonly Row[],
): Promise<Answers> {
  const dims = [rows.length, 1];
  const tensorOf = (feature: FeatureSpec) => {
    const values = rows.map((row) => row[feature.name] ?? null);
    if (feature.kind === 'numeric') {
      const numbers = values.map((value) => (value === null ? Number.NaN : Number(value)));
      return new ort.Tensor('float32', Float32Array.from(numbers), dims);
    }
    const missing = feature.vocabulary.includes('') ? 'missing' : '';
    return new ort.Tensor(
      'string',
      values.map((value) => String(value ?? missing)),
      dims,
    );
  };
  return run(bytes, Object.fromEntries(features.map((feature) => [feature.name, tensorOf(feature)])));
}

/** What onnxruntime answers to one tensor of rows. */
export function answersToTensor(
  bytes: Uint8Array,
  input: string,
  rows: readonly (readonly number[])[],
  bits: 32 | 64 = 32,
) {
  const dims = [rows.length, rows[0]!.length];
  const tensor =
    bits === 32
      ? new ort.Tensor('float32', Float32Array.from(rows.flat()), dims)
      : new ort.Tensor('float64', Float64Array.from(rows.flat()), dims);
  return run(bytes, { [input]: tensor });
}

async function run(bytes: Uint8Array, feeds: Record<string, Tensor>): Promise<Answers> {
  const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const answers = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    Object.entries(answers).map(([name, { data }]) => [
      name,
      Array.from(data as ArrayLike<number | bigint | string>, (value) =>
        typeof value === 'bigint' ? Number(value) : value,
      ),
    ]),
  );
}
