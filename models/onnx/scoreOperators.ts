import { attributeReader } from './attribute.ts';
import type { Meaning, Scores } from './meaning.ts';
import type { OnnxNode } from './proto.ts';
import { numbersOf } from './tensor.ts';

/** What an operator makes of scores of trees; undefined when it is not one of those that exporters put there. */
export function applyToScores(node: OnnxNode, inputs: readonly Meaning[]): Meaning | undefined {
  const at = inputs.findIndex(({ is }) => is === 'scores');
  const scores = inputs[at] as Scores;
  const other = inputs.length === 2 ? inputs[1 - at] : undefined;
  switch (node.opType) {
    case 'Identity':
    case 'ZipMap':
      return scores;
    case 'Cast':
      return [1, 11].includes(attributeReader(node).int('to', 0)) ? scores : undefined;
    case 'ArgMax':
      return { is: 'label' };
    case 'Sigmoid':
      return plain(scores) && scores.sums.length === 1 ? { ...scores, link: 'sigmoid' } : undefined;
    case 'Exp':
      return plain(scores) && scores.sums.length === 1 ? { ...scores, link: 'exponential' } : undefined;
    case 'Softmax':
      return plain(scores) && scores.sums.length > 1 ? { ...scores, link: 'softmax' } : undefined;
    case 'Concat':
      return pairOf(inputs);
  }
  const constant = other?.is === 'constant' ? onlyNumber(other) : undefined;
  return constant === undefined ? undefined : withConstant(node.opType, scores, constant, at === 0);
}

const plain = ({ link, part }: Scores) => link === 'none' && part === 'all';

function withConstant(
  operator: string,
  scores: Scores,
  constant: number,
  scoresFirst: boolean,
): Scores | undefined {
  const { factor, shift, link, part } = scores;
  const affine = (by: number, plus: number) => ({ ...scores, factor: factor * by, shift: shift * by + plus });
  if ((operator === 'Mul' || (operator === 'Div' && scoresFirst)) && constant === 1) return scores;
  if (operator === 'Sub' && !scoresFirst && constant === 1 && part === 'all' && link !== 'none')
    return { ...scores, part: 'other' };
  if (operator === 'Min' && constant === 1 && plain(scores) && scores.sums.length === 1)
    return { ...scores, link: 'votes' };
  if (operator === 'Mul' && plain(scores)) return affine(constant, 0);
  if (operator === 'Div' && scoresFirst && constant !== 0 && plain(scores)) return affine(1 / constant, 0);
  if (operator === 'Add' && plain(scores)) return affine(1, constant);
  if (operator === 'Sub' && plain(scores)) return scoresFirst ? affine(1, -constant) : affine(-1, constant);
  if (operator === 'Mul' && link === 'exponential' && constant > 0)
    return { ...scores, shift: shift + Math.log(constant) };
  return undefined;
}

/** 1 - p beside p. */
function pairOf(inputs: readonly Meaning[]): Scores | undefined {
  const [first, second] = inputs;
  if (inputs.length !== 2 || first?.is !== 'scores' || second?.is !== 'scores') return undefined;
  const same = first.sums === second.sums && first.link === second.link;
  return same && first.part === 'other' && second.part === 'all' ? { ...second, part: 'pair' } : undefined;
}

function onlyNumber({ tensor }: Meaning & { readonly is: 'constant' }): number | undefined {
  const values = numbersOf(tensor);
  const [first] = values;
  return first !== undefined && Number.isFinite(first) && values.every((each) => each === first)
    ? first
    : undefined;
}
