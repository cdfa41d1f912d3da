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
  readonly modelTopology: ModelTopology;
  readonly weightSpecs: WeightSpec[];
  readonly weightData: ArrayBuffer;
}

/** The same as files: `model.json` and the weights beside it. */
export interface LayersModelFiles {
  readonly 'model.json': string;
  readonly 'weights.bin': Uint8Array;
}

export function layersModelFiles(model: LayersModel): LayersModelFiles {
  const { weightSpecs, weightData, ...head } = model;
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  return {
    'model.json': JSON.stringify({ ...head, weightsManifest }),
    'weights.bin': new Uint8Array(weightData),
  };
}
