import { activations } from './activation.ts';
import type { Network } from './network.ts';

/**
 * Compiles a network into a function from its inputs to its raw scores. The array returned is the function's own and
 * is overwritten by the next call: nothing is allocated while it runs. Sums are of 64 bits.
 */
export function forwardPass(network: Network): (input: Float64Array) => Float64Array {
  const layers = network.map(({ inputs, units, activation, kernel, bias }) => ({
    inputs,
    units,
    kernel: Float64Array.from(kernel),
    bias: Float64Array.from(bias),
    output: new Float64Array(units),
    activate: activation === 'linear' || activation === 'relu' ? undefined : activations[activation],
    rectifies: activation === 'relu',
  }));
  const widest = network.reduce((most, { inputs }) => Math.max(most, inputs), 0);
  const firing = new Int32Array(widest);
  return (input) => {
    let current = input;
    for (let depth = 0; depth < layers.length; depth++) {
      const { inputs, units, kernel, bias, output, activate, rectifies } = layers[depth]!;
      output.set(bias);
      // Half of what a rectifier passes on is 0.
      let count = 0;
      for (let from = 0; from < inputs; from++) if (current[from] !== 0) firing[count++] = from;
      let at = 0;
      // Four inputs at a time, so that an output is read and written once for the four.
      for (; at + 3 < count; at += 4) {
        const value = current[firing[at]!]!;
        const second = current[firing[at + 1]!]!;
        const third = current[firing[at + 2]!]!;
        const fourth = current[firing[at + 3]!]!;
        const start = firing[at]! * units;
        const secondStart = firing[at + 1]! * units;
        const thirdStart = firing[at + 2]! * units;
        const fourthStart = firing[at + 3]! * units;
        for (let unit = 0; unit < units; unit++)
          output[unit]! +=
            value * kernel[start + unit]! +
            second * kernel[secondStart + unit]! +
            (third * kernel[thirdStart + unit]! + fourth * kernel[fourthStart + unit]!);
      }
      for (; at < count; at++) {
        const value = current[firing[at]!]!;
        const start = firing[at]! * units;
        for (let unit = 0; unit < units; unit++) output[unit]! += value * kernel[start + unit]!;
      }
      if (rectifies)
        for (let unit = 0; unit < units; unit++) output[unit] = output[unit]! > 0 ? output[unit]! : 0;
      else if (activate !== undefined)
        for (let unit = 0; unit < units; unit++) output[unit] = activate(output[unit]!);
      current = output;
    }
    return current;
  };
}
