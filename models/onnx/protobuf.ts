import protobuf from 'protobufjs/light.js';
import { Problem } from '../../base/problem.ts';
import type { OnnxModel } from './proto.ts';

type FieldText = string;

/**
 * The messages of ONNX that tree ensembles and linear models need, each field as `name = number` with its type, as in
 * the public onnx-ml.proto. Fields left out are skipped when reading.
 */
const messages: Readonly<Record<string, Readonly<Record<string, FieldText>>>> = {
  ModelProto: {
    irVersion: 'int64 1',
    producerName: 'string 2',
    producerVersion: 'string 3',
    docString: 'string 6',
    graph: 'GraphProto 7',
    opsetImport: 'OperatorSetIdProto[] 8',
    metadataProps: 'StringStringEntryProto[] 14',
  },
  OperatorSetIdProto: { domain: 'string 1', version: 'int64 2' },
  StringStringEntryProto: { key: 'string 1', value: 'string 2' },
  GraphProto: {
    node: 'NodeProto[] 1',
    name: 'string 2',
    initializer: 'TensorProto[] 5',
    docString: 'string 10',
    input: 'ValueInfoProto[] 11',
    output: 'ValueInfoProto[] 12',
  },
  NodeProto: {
    input: 'string[] 1',
    output: 'string[] 2',
    name: 'string 3',
    opType: 'string 4',
    attribute: 'AttributeProto[] 5',
    domain: 'string 7',
  },
  AttributeProto: {
    name: 'string 1',
    f: 'float 2',
    i: 'int64 3',
    s: 'bytes 4',
    t: 'TensorProto 5',
    floats: 'float[] 7',
    ints: 'int64[] 8',
    strings: 'bytes[] 9',
    type: 'int32 20',
  },
  TensorProto: {
    dims: 'int64[] 1',
    dataType: 'int32 2',
    floatData: 'float[packed] 4',
    int32Data: 'int32[packed] 5',
    stringData: 'bytes[] 6',
    int64Data: 'int64[packed] 7',
    name: 'string 8',
    rawData: 'bytes 9',
    doubleData: 'double[packed] 10',
    dataLocation: 'int32 14',
  },
  ValueInfoProto: { name: 'string 1', type: 'TypeProto 2', docString: 'string 3' },
  TypeProto: { tensorType: 'TensorTypeProto 1' },
  TensorTypeProto: { elemType: 'int32 1', shape: 'TensorShapeProto 2' },
  TensorShapeProto: { dim: 'DimensionProto[] 1' },
  DimensionProto: { dimValue: 'int64 1', dimParam: 'string 2' },
};

function fieldOf(name: string, text: FieldText): protobuf.Field {
  const [, type, brackets, number] = /^(\w+)(\[\w*\])? (\d+)$/.exec(text)!;
  return new protobuf.Field(
    name,
    Number(number),
    type!,
    brackets === undefined ? undefined : 'repeated',
    undefined,
    { packed: brackets === '[packed]' },
  );
}

const root = new protobuf.Root();
for (const [name, fields] of Object.entries(messages)) {
  const type = new protobuf.Type(name);
  for (const [field, text] of Object.entries(fields)) type.add(fieldOf(field, text));
  root.add(type);
}
const modelType = root.resolveAll().lookupType('ModelProto');

/** The bytes of an ONNX file. */
export function encodeProtobuf(model: OnnxModel): Uint8Array {
  return modelType.encode(model).finish();
}

/**
 * Whole numbers of 64 bits come as numbers; whoever uses them checks that they are in range.
 * @throws Problem artifact_invalid when the bytes are no protobuf message with a graph
 */
export function decodeProtobuf(bytes: Uint8Array): OnnxModel {
  let model: OnnxModel;
  try {
    model = modelType.toObject(modelType.decode(bytes), {
      arrays: true,
      defaults: true,
      longs: Number,
    }) as OnnxModel;
  } catch (error) {
    throw new Problem(
      'artifact_invalid',
      'These bytes are not an ONNX model: they are truncated or edited.',
      {
        remedy: 'Export the model again, or copy the file again.',
        cause: error,
      },
    );
  }
  if (!model.graph)
    throw new Problem('artifact_invalid', 'These bytes are not an ONNX model: there is no graph.', {
      remedy: 'Give a file that ends in .onnx.',
    });
  return model;
}
