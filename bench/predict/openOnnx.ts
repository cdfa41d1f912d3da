import { tensorType } from '../../models/onnx/proto.ts';
import { encodeProtobuf } from '../../models/onnx/protobuf.ts';
import { treeAttributes } from '../../models/onnx/treeAttributes.ts';
import type { SharedForest } from './predictTask.ts';

/** A forest in onnxruntime: scores of rows of single-precision numbers, row-major. */
export interface OnnxSession {
  scores(values: Float32Array, rowCount: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * Opens a forest of numeric features as one TreeEnsembleRegressor over one tensor, the quickest form there is.
 * Undefined when onnxruntime-node, a development dependency, is not installed.
 */
export async function openOnnx(shared: SharedForest, features: number): Promise<OnnxSession | undefined> {
  const runtime = await import('onnxruntime-node').catch(() => undefined);
  if (runtime === undefined) return undefined;
  const shaped = (name: string, columns: number) => ({
    name,
    type: {
      tensorType: {
        elemType: tensorType.float,
        shape: { dim: [{ dimParam: 'rows' }, { dimValue: columns }] },
      },
    },
  });
  const bytes = encodeProtobuf({
    irVersion: 8,
    producerName: 'linkloop',
    producerVersion: '',
    metadataProps: [],
    opsetImport: [
      { domain: '', version: 15 },
      { domain: 'ai.onnx.ml', version: 3 },
    ],
    graph: {
      name: 'forest',
      node: [
        {
          opType: 'TreeEnsembleRegressor',
          domain: 'ai.onnx.ml',
          name: 'trees',
          input: ['rows'],
          output: ['scores'],
          attribute: treeAttributes([shared], new Array<number>(features).fill(0)),
        },
      ],
      initializer: [],
      input: [shaped('rows', features)],
      output: [shaped('scores', 1)],
    },
  });
  const session = await runtime.InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  return {
    async scores(values, rowCount) {
      const answer = await session.run({ rows: new runtime.Tensor('float32', values, [rowCount, features]) });
      return answer.scores!.data as Float32Array;
    },
    close: () => session.release(),
  };
}
