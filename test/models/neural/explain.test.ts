import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { type Activation, activations } from '../../../models/neural/activation.ts';
import type { Background } from '../../../models/neural/background.ts';
import { networkExplainer } from '../../../models/neural/explain.ts';
import { forwardPass } from '../../../models/neural/forward.ts';
import type { Network } from '../../../models/neural/network.ts';

const random = seededRandom(9);
const normal = (length: number) => Float32Array.from({ length }, () => random.normal());

function networkOf(widths: readonly number[], activation: Activation): Network {
  return widths.slice(1).map((units, depth) => ({
    inputs: widths[depth]!,
    units,
    activation: depth === widths.length - 2 ? 'linear' : activation,
    kernel: normal(widths[depth]! * units),
    bias: normal(units),
  }));
}

function backgroundOf(width: number, count: number, outputs: number): Background {
  return { count, inputs: normal(width * count), weights: new Float64Array(count * outputs).fill(1 / count) };
}

describe.each(Object.keys(activations) as Activation[])('of %s neurons', (activation) => {
  const network = networkOf([5, 7, 4, 2], activation);
  const background = backgroundOf(5, 6, 2);
  const explainer = networkExplainer(network, background);
  const forward = forwardPass(network);

  test('the forward pass is the composition of its layers', () => {
    const input = Float64Array.from(normal(5));
    let current = [...input];
    for (const { units, kernel, bias, activation: name } of network)
      current = Array.from(bias, (shift, unit) =>
        activations[name](
          current.reduce((sum, value, from) => sum + value * kernel[from * units + unit]!, shift),
        ),
      );
    forward(input).forEach((raw, output) => {
      expect(raw).toBeCloseTo(current[output]!, 12);
    });
  });

  test('the base line is the mean of the background, to which the contributions add up', () => {
    for (let output = 0; output < 2; output++) {
      const mean =
        Array.from(
          { length: 6 },
          (_, row) =>
            forward(Float64Array.from(background.inputs.subarray(5 * row, 5 * row + 5))).at(output)!,
        ).reduce((sum, raw) => sum + raw, 0) / 6;
      expect(explainer.baselines[output]).toBeCloseTo(mean, 12);
      for (let trial = 0; trial < 20; trial++) {
        const input = Float64Array.from(normal(5));
        const sum = explainer.contributions(input, output).reduce((total, each) => total + each, mean);
        expect(sum).toBeCloseTo(forward(input)[output]!, 10);
      }
    }
  });

  test('nothing is added where the input is that of the background, all but', () => {
    const reference = Float64Array.from(background.inputs.subarray(0, 5));
    const same = networkExplainer(network, {
      count: 1,
      inputs: background.inputs.subarray(0, 5),
      weights: Float64Array.of(1, 1),
    });
    expect([...same.contributions(reference, 0)]).toEqual([0, 0, 0, 0, 0]);
    const moved = reference.map((value) => value + 1e-13);
    for (const each of same.contributions(moved, 0)) expect(Math.abs(each)).toBeLessThan(1e-9);
  });
});

test('of a linear network contributions are coefficient x difference from the mean', () => {
  const network = networkOf([3, 1], 'linear');
  const background = backgroundOf(3, 8, 1);
  const input = Float64Array.of(1, -2, 0.5);
  networkExplainer(network, background)
    .contributions(input, 0)
    .forEach((contribution, from) => {
      let mean = 0;
      for (let row = 0; row < 8; row++) mean += background.inputs[3 * row + from]! / 8;
      expect(contribution).toBeCloseTo(network[0]!.kernel[from]! * (input[from]! - mean), 12);
    });
});

test('of a rectified sum each input is credited with its share of what got through', () => {
  const network: Network = [
    {
      inputs: 2,
      units: 1,
      activation: 'relu',
      kernel: Float32Array.of(1, 1),
      bias: Float32Array.of(-3),
    },
    { inputs: 1, units: 1, activation: 'linear', kernel: Float32Array.of(2), bias: Float32Array.of(0) },
  ];
  const background = { count: 1, inputs: Float32Array.of(0, 0), weights: Float64Array.of(1) };
  // relu(3 + 1 - 3) = 1, doubled; three quarters of the way there came from the first input.
  expect([...networkExplainer(network, background).contributions(Float64Array.of(3, 1), 0)]).toEqual([
    1.5, 0.5,
  ]);
});
