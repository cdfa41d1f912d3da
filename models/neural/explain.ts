import { activations, secant } from './activation.ts';
import type { Background } from './background.ts';
import type { Network } from './network.ts';

/** Explains raw scores of a network against its background. */
export interface NetworkExplainer {
  /** The mean raw score of training, by output. */
  readonly baselines: Float64Array;
  /** What each input adds to the raw score `output`: baseline + their sum is the raw score. */
  contributions(input: Float64Array, output: number): Float64Array;
}

/**
 * DeepSHAP (Lundberg & Lee 2017) by the rescale rule of DeepLIFT (Shrikumar, Greenside & Kundaje 2017): against one
 * background row a neuron hands on what it received times its secant (change of output / change of input), so that
 * what reaches the inputs sums to the difference of the two raw scores exactly. Averaged over the background rows by
 * weights under which their mean raw score is that of all training rows.
 */
export function networkExplainer(network: Network, background: Background): NetworkExplainer {
  const width = network[0]!.inputs;
  const { count, weights } = background;
  const outputs = network.at(-1)!.units;
  const references = Array.from({ length: count }, (_, row) => {
    const input = Float64Array.from(background.inputs.subarray(row * width, (row + 1) * width));
    return { input, sums: sumsOf(network, input) };
  });
  const baselines = Float64Array.from({ length: outputs }, (_, output) =>
    references.reduce(
      (sum, { sums }, row) => sum + weights[output * count + row]! * sums.at(-1)![output]!,
      0,
    ),
  );
  const kernels = network.map(({ kernel }) => Float64Array.from(kernel));
  const multipliers = [...network.map(({ inputs }) => new Float64Array(inputs)), new Float64Array(outputs)];
  return {
    baselines,
    contributions(input, output) {
      const sums = sumsOf(network, input);
      const contributions = new Float64Array(width);
      const last = multipliers[network.length]!;
      references.forEach((reference, row) => {
        last.fill(0);
        last[output] = weights[output * count + row]!;
        for (let depth = network.length - 1; depth >= 0; depth--) {
          const { inputs, units, activation } = network[depth]!;
          const above = multipliers[depth + 1]!;
          const below = multipliers[depth]!;
          const own = sums[depth]!;
          const other = reference.sums[depth]!;
          for (let unit = 0; unit < units; unit++)
            above[unit]! *= secant(activation, own[unit]!, other[unit]!);
          for (let from = 0; from < inputs; from++)
            below[from] = product(kernels[depth]!, from * units, above, units);
        }
        const first = multipliers[0]!;
        for (let from = 0; from < width; from++)
          contributions[from]! += first[from]! * (input[from]! - reference.input[from]!);
      });
      return contributions;
    },
  };
}

/** Sum of left[start + at] x right[at], in four sums at a time that do not wait for each other. */
function product(left: Float64Array, start: number, right: Float64Array, length: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let at = 0;
  for (; at + 3 < length; at += 4) {
    first += left[start + at]! * right[at]!;
    second += left[start + at + 1]! * right[at + 1]!;
    third += left[start + at + 2]! * right[at + 2]!;
    fourth += left[start + at + 3]! * right[at + 3]!;
  }
  for (; at < length; at++) first += left[start + at]! * right[at]!;
  return first + second + (third + fourth);
}

/** The sums that each layer's activation is applied to. */
function sumsOf(network: Network, input: Float64Array): Float64Array[] {
  let current = input;
  return network.map(({ inputs, units, activation, kernel, bias }) => {
    const sums = Float64Array.from(bias);
    for (let from = 0; from < inputs; from++)
      for (let unit = 0; unit < units; unit++) sums[unit]! += current[from]! * kernel[from * units + unit]!;
    current = sums.map(activations[activation]);
    return sums;
  });
}
