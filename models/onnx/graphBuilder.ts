import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor, OnnxValueInfo } from './proto.ts';
import { tensorType } from './proto.ts';
import { numberTensor } from './tensor.ts';

/** Name of a value that flows through the graph. */
export type Flow = string;

type ElementType = 'float' | 'int64' | 'string';

export interface GraphInput {
  readonly name: string;
  readonly type: ElementType;
  readonly docString?: string;
}

/** Collects the nodes of a graph in the order in which they run; names are made as needed. */
export interface GraphBuilder {
  /** A constant; `dims` default to one row of all values, [1, n]. */
  constant(values: ArrayLike<number>, type?: 'double' | 'int64' | 'float', dims?: readonly number[]): Flow;
  /** One operator with one output; `ml:` before the name takes it from ai.onnx.ml. */
  apply(operator: string, inputs: readonly Flow[], attributes?: readonly OnnxAttribute[]): Flow;
  /** Names a value as a result of the graph; without `columns` it has one value per row and no second dimension. */
  output(name: string, flow: Flow, type: ElementType, columns?: number): void;
  build(name: string): OnnxGraph;
}

/** Every input is a column [rows, 1]. */
export function graphBuilder(inputs: readonly GraphInput[]): GraphBuilder {
  const node: OnnxNode[] = [];
  const initializer: OnnxTensor[] = [];
  const output: OnnxValueInfo[] = [];
  const taken = new Set(inputs.map(({ name }) => name));
  let made = 0;
  const free = (wanted: string) => {
    let name = wanted;
    while (taken.has(name)) name += '_';
    taken.add(name);
    return name;
  };
  const valueInfo = (name: string, type: ElementType, columns?: number): OnnxValueInfo => ({
    name,
    type: {
      tensorType: {
        elemType: tensorType[type],
        shape: { dim: [{ dimParam: 'rows' }, ...(columns === undefined ? [] : [{ dimValue: columns }])] },
      },
    },
  });
  const append = (operator: string, from: readonly Flow[], to: Flow, attribute: readonly OnnxAttribute[]) => {
    const ml = operator.startsWith('ml:');
    node.push({
      opType: ml ? operator.slice(3) : operator,
      domain: ml ? 'ai.onnx.ml' : '',
      name: `node${node.length}`,
      input: from,
      output: [to],
      attribute,
    });
    return to;
  };

  return {
    constant(values, type = 'double', dims = [1, values.length]) {
      const name = free(`constant${made++}`);
      initializer.push(numberTensor(name, type, dims, values));
      return name;
    },
    apply: (operator, from, attributes = []) =>
      append(operator, from, free(`${operator.replace('ml:', '')}${made++}`), attributes),
    output(wanted, flow, type, columns) {
      const name = free(wanted);
      append('Identity', [flow], name, []);
      output.push(valueInfo(name, type, columns));
    },
    build: (name) => ({
      name,
      node,
      initializer,
      input: inputs.map(({ name: of, type, docString = '' }) => ({ ...valueInfo(of, type, 1), docString })),
      output,
    }),
  };
}
