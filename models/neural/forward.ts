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
  return (input) => {
    let current = input;
    for (let depth = 0; depth < layers.length; depth++) {
      const { inputs, units, kernel, bias, output, activate, rectifies } = layers[depth]!;
      output.set(bias);
      for (let from = 0; from < inputs; from++) {
        const value = current[from]!;
        // Half of what a rectifier passes on is 0.
        if (value === 0) continue;
        const start = from * units;
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
