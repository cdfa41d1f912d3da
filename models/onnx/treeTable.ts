import { type AttributeReader, attributeReader } from './attribute.ts';
import { invalidModel, unsupportedModel } from './invalidModel.ts';
import type { OnnxNode } from './proto.ts';

export const comparisons = [
  'BRANCH_LEQ',
  'BRANCH_LT',
  'BRANCH_GTE',
  'BRANCH_GT',
  'BRANCH_EQ',
  'BRANCH_NEQ',
] as const;
export type Comparison = (typeof comparisons)[number];

/**
 * The trees of an ensemble as the file lists them, proved to be whole: every reference is within its tree, every node
 * is reached from the one root of its tree, and none reaches itself. Nodes may share a child.
 */
export interface TreeTable {
  /** One per tree, by the order in which trees appear. */
  readonly roots: readonly number[];
  /** Undefined for a leaf. */
  readonly comparison: readonly (Comparison | undefined)[];
  readonly feature: readonly number[];
  readonly value: readonly number[];
  readonly tracksMissing: Uint8Array;
  /** Position of the child when the comparison holds; -1 for a leaf. */
  readonly whenTrue: Int32Array;
  readonly whenFalse: Int32Array;
  /** How often a leaf is reached, in any unit. */
  readonly share: Float64Array;
  /** What a leaf adds: pairs of target and weight. */
  readonly weights: readonly (readonly (readonly [target: number, weight: number])[] | undefined)[];
  /** Targets that any leaf adds to. */
  readonly targets: ReadonlySet<number>;
}

/**
 * @param prefix of the attributes that say what leaves add: 'target' or 'class'
 * @throws Problem artifact_invalid when the attributes contradict each other or the trees are none
 */
export function readTreeTable(node: OnnxNode, prefix: 'target' | 'class', targetCount: number): TreeTable {
  const attributes = attributeReader(node);
  const treeIds = attributes.indices('nodes_treeids');
  const count = treeIds.length;
  const column = <T>(name: string, values: readonly T[], mayLack = false): readonly T[] => {
    if (values.length !== count && !(mayLack && values.length === 0))
      throw invalidModel(`The trees have ${count} nodes, but ${name} has ${values.length} values.`);
    return values;
  };
  const positions = positionsOf(treeIds, column('nodes_nodeids', attributes.indices('nodes_nodeids')));
  const modes = column('nodes_modes', attributes.texts('nodes_modes'));
  const comparison = modes.map((mode): Comparison | undefined => {
    if (mode === 'LEAF') return undefined;
    const known = comparisons.find((each) => each === mode);
    if (known === undefined) throw unsupportedModel(`A node of a tree compares by ${mode}.`);
    return known;
  });
  const value = column('nodes_values', attributes.floats('nodes_values'));
  const child = (name: string) => {
    const ids = column(name, attributes.indices(name));
    return Int32Array.from(ids, (id, at) => {
      if (comparison[at] === undefined) return -1;
      const position = positions.get(treeIds[at]!)!.get(id);
      if (position === undefined)
        throw invalidModel(`A node leads to the node ${id}, which is not in its tree.`);
      return position;
    });
  };
  const tracks = column(
    'nodes_missing_value_tracks_true',
    attributes.ints('nodes_missing_value_tracks_true'),
    true,
  );
  value.forEach((each, at) => {
    if (comparison[at] !== undefined && Number.isNaN(each))
      throw invalidModel('A node compares with what is not a number.');
  });
  const { weights, targets } = readWeights(attributes, prefix, positions, comparison, targetCount);
  const table = {
    comparison,
    feature: column('nodes_featureids', attributes.indices('nodes_featureids')),
    value,
    tracksMissing: Uint8Array.from(comparison, (_, at) => (tracks[at] ? 1 : 0)),
    whenTrue: child('nodes_truenodeids'),
    whenFalse: child('nodes_falsenodeids'),
    share: sharesOf(column('nodes_hitrates', attributes.floats('nodes_hitrates'), true), comparison),
    weights,
    targets,
  };
  return { ...table, roots: rootsOf(positions, table) };
}

type Positions = ReadonlyMap<number, ReadonlyMap<number, number>>;

function positionsOf(treeIds: readonly number[], nodeIds: readonly number[]): Positions {
  const positions = new Map<number, Map<number, number>>();
  treeIds.forEach((tree, at) => {
    let ofTree = positions.get(tree);
    if (ofTree === undefined) {
      ofTree = new Map();
      positions.set(tree, ofTree);
    }
    if (ofTree.has(nodeIds[at]!)) throw invalidModel(`Tree ${tree} has two nodes ${nodeIds[at]}.`);
    ofTree.set(nodeIds[at]!, at);
  });
  return positions;
}

/** Rates of the leaves where all are given and differ; else every leaf counts the same. */
function sharesOf(rates: readonly number[], comparison: readonly (Comparison | undefined)[]): Float64Array {
  const usable = rates.length > 0 && rates.every((rate) => rate > 0 && Number.isFinite(rate));
  return Float64Array.from(comparison, (_, at) => (usable ? rates[at]! : 1));
}

function readWeights(
  attributes: AttributeReader,
  prefix: string,
  positions: Positions,
  comparison: readonly (Comparison | undefined)[],
  targetCount: number,
) {
  const trees = attributes.indices(`${prefix}_treeids`);
  const nodes = attributes.indices(`${prefix}_nodeids`);
  const ids = attributes.indices(`${prefix}_ids`);
  const given = attributes.floats(`${prefix}_weights`);
  if ([nodes, ids, given].some(({ length }) => length !== trees.length))
    throw invalidModel('The weights of the leaves are not as many as the leaves they belong to.');
  const weights: [number, number][][] = new Array(comparison.length);
  trees.forEach((tree, index) => {
    const at = positions.get(tree)?.get(nodes[index]!);
    if (at === undefined || comparison[at] !== undefined)
      throw invalidModel(`A weight belongs to the node ${nodes[index]} of tree ${tree}, which is no leaf.`);
    if (ids[index]! >= targetCount)
      throw invalidModel(`A weight is for target ${ids[index]}, of ${targetCount}.`);
    if (!Number.isFinite(given[index])) throw invalidModel('A leaf adds what is not a finite number.');
    weights[at] ??= [];
    weights[at].push([ids[index]!, given[index]!]);
  });
  return { weights, targets: new Set(ids) };
}

function rootsOf(
  positions: Positions,
  { whenTrue, whenFalse }: Pick<TreeTable, 'whenTrue' | 'whenFalse'>,
): number[] {
  const isChild = new Uint8Array(whenTrue.length);
  for (const children of [whenTrue, whenFalse]) for (const at of children) if (at >= 0) isChild[at] = 1;
  const state = new Uint8Array(whenTrue.length);
  let reached = 0;
  const roots = [...positions].map(([tree, nodes]) => {
    const found = [...nodes.values()].filter((at) => isChild[at] === 0);
    if (found.length !== 1)
      throw invalidModel(`Tree ${tree} has ${found.length} nodes that no other leads to; it needs one root.`);
    return found[0]!;
  });
  const [entered, left] = [1, 2];
  for (const root of roots) {
    const open = [root];
    while (open.length > 0) {
      const at = open.at(-1)!;
      if (state[at] !== 0) {
        state[at] = left;
        open.pop();
        continue;
      }
      state[at] = entered;
      reached++;
      for (const child of [whenTrue[at]!, whenFalse[at]!]) {
        if (child < 0) continue;
        if (state[child] === entered) throw invalidModel('A tree runs in a circle.');
        if (state[child] === 0) open.push(child);
      }
    }
  }
  if (reached !== whenTrue.length) throw invalidModel('A tree has nodes that cannot be reached.');
  return roots;
}
