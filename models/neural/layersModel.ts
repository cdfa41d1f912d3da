import { z } from 'zod';
import { Problem } from '../../base/problem.ts';

/** One layer in the configuration of a Keras or TensorFlow.js model. */
export interface LayerConfig {
  readonly class_name: string;
  readonly name?: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Of a functional model: per call the tensors that go in, [layer, call, output, options]. */
  readonly inbound_nodes?: readonly unknown[];
}

/** The graph of a model: `model.json` holds it under `modelTopology`. */
export interface ModelTopology {
  readonly class_name: string;
  readonly config: unknown;
}

export interface WeightSpec {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: 'float32';
}

/**
 * A model in the layers format of TensorFlow.js, as `tf.io.fromMemory` takes it and save handlers are given it.
 * `weightData` holds the weights one after another, little-endian.
 */
export interface LayersModel {
  readonly format: 'layers-model';
  readonly generatedBy: string;
  readonly modelTopology: ModelTopology | { readonly model_config: ModelTopology };
  readonly weightSpecs: WeightSpec[];
  readonly weightData: ArrayBuffer;
}

/** What a model is as files: `model.json` and the weights beside it. */
export function layersModelFiles(model: LayersModel): {
  readonly 'model.json': string;
  readonly 'weights.bin': Uint8Array;
} {
  const { weightSpecs, weightData, ...head } = model;
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  return {
    'model.json': JSON.stringify({ ...head, weightsManifest }),
    'weights.bin': new Uint8Array(weightData),
  };
}

const manifestFile = z.object({
  format: z.literal('layers-model').optional(),
  modelTopology: z.union([
    z.object({ class_name: z.string(), config: z.unknown() }),
    z.object({ model_config: z.object({ class_name: z.string(), config: z.unknown() }) }),
  ]),
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(
        z.looseObject({
          name: z.string(),
          shape: z.array(z.number().int().nonnegative()),
          dtype: z.string(),
        }),
      ),
    }),
  ),
});

/**
 * A model from its files, as TensorFlow.js, tensorflowjs_converter or `layersModelFiles` wrote them.
 * @param readFile the bytes of a file named in `model.json`
 * @throws Problem artifact_invalid when model.json is not one of a layers model
 */
export function layersModelOfFiles(modelJson: string, readFile: (path: string) => Uint8Array): LayersModel {
  let parsed: ReturnType<typeof manifestFile.safeParse> | undefined;
  try {
    parsed = manifestFile.safeParse(JSON.parse(modelJson));
  } catch {
    // Not JSON at all.
  }
  if (parsed?.success !== true)
    throw new Problem('artifact_invalid', 'This is not the model.json of a TensorFlow.js layers model.', {
      remedy:
        'Save the model with model.save() of TensorFlow.js, or convert it with --output_format tfjs_layers_model.',
    });
  const { modelTopology, weightsManifest } = parsed.data;
  const bytes = Buffer.concat(weightsManifest.flatMap(({ paths }) => paths.map(readFile)));
  return {
    format: 'layers-model',
    generatedBy: 'files',
    modelTopology,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights as unknown as WeightSpec[]),
    weightData: new Uint8Array(bytes).buffer,
  };
}
