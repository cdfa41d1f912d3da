import {
  attributeType,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  tensorType,
} from '../../../models/onnx/proto.ts';
import { encodeProtobuf } from '../../../models/onnx/protobuf.ts';

/** One node of a tree by hand: a comparison with its two children, or a leaf with what it adds. */
export type HandMadeNode =
  | readonly [
      mode: string,
      feature: number,
      value: number,
      whenTrue: number,
      whenFalse: number,
      tracks: number,
    ]
  | readonly [leaf: number];

/** Attributes of a TreeEnsembleRegressor of trees whose nodes are numbered from 0. */
export function treeNode(
  trees: readonly (readonly HandMadeNode[])[],
  more: readonly OnnxAttribute[] = [],
): OnnxNode {
  const nodes = trees.flatMap((tree, t) => tree.map((node, n) => ({ t, n, node })));
  const leaves = nodes.filter(({ node }) => node.length === 1);
  const of = (pick: (node: Exclude<HandMadeNode, readonly [number]>) => number) =>
    nodes.map(({ node }) => (node.length === 1 ? 0 : pick(node)));
  return {
    opType: 'TreeEnsembleRegressor',
    domain: 'ai.onnx.ml',
    name: 'trees',
    input: ['X'],
    output: ['Y'],
    attribute: [
      whole(
        'nodes_treeids',
        nodes.map(({ t }) => t),
      ),
      whole(
        'nodes_nodeids',
        nodes.map(({ n }) => n),
      ),
      whole(
        'nodes_featureids',
        of((node) => node[1]),
      ),
      floats(
        'nodes_values',
        of((node) => node[2]),
      ),
      {
        name: 'nodes_modes',
        type: attributeType.strings,
        strings: nodes.map(({ node }) => Buffer.from(node.length === 1 ? 'LEAF' : node[0])),
      },
      whole(
        'nodes_truenodeids',
        of((node) => node[3]),
      ),
      whole(
        'nodes_falsenodeids',
        of((node) => node[4]),
      ),
      whole(
        'nodes_missing_value_tracks_true',
        of((node) => node[5]),
      ),
      whole(
        'target_treeids',
        leaves.map(({ t }) => t),
      ),
      whole(
        'target_nodeids',
        leaves.map(({ n }) => n),
      ),
      whole(
        'target_ids',
        leaves.map(() => 0),
      ),
      floats(
        'target_weights',
        leaves.map(({ node }) => node[0] as number),
      ),
      { name: 'n_targets', type: attributeType.int, i: 1 },
      ...more,
    ],
  };
}

export const whole = (name: string, ints: readonly number[]): OnnxAttribute => ({
  name,
  type: attributeType.ints,
  ints,
});
export const floats = (name: string, values: readonly number[]): OnnxAttribute => ({
  name,
  type: attributeType.floats,
  floats: values,
});
export const text = (name: string, value: string): OnnxAttribute => ({
  name,
  type: attributeType.string,
  s: Buffer.from(value),
});

/** A model of these nodes from X [rows, columns] to Y. */
export function graphOf(
  nodes: readonly OnnxNode[],
  columns: number,
  elemType: number = tensorType.float,
): OnnxModel {
  return {
    irVersion: 8,
    producerName: '',
    producerVersion: '',
    opsetImport: [
      { domain: '', version: 15 },
      { domain: 'ai.onnx.ml', version: 3 },
    ],
    metadataProps: [],
    graph: {
      name: 'graph',
      node: nodes,
      initializer: [],
      input: [
        {
          name: 'X',
          type: { tensorType: { elemType, shape: { dim: [{ dimParam: 'rows' }, { dimValue: columns }] } } },
        },
      ],
      output: [{ name: 'Y', type: { tensorType: { elemType: 1, shape: null } } }],
    },
  };
}

export const bytesOf = (nodes: readonly OnnxNode[], columns: number, bits: 32 | 64 = 32): Uint8Array =>
  encodeProtobuf(graphOf(nodes, columns, bits === 32 ? tensorType.float : tensorType.double));
