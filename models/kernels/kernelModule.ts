import { compileModule } from './compileModule.ts';

/** The kernels as a WebAssembly module, compiled once per process; `npm run kernels` builds it from `assembly/`. */
let compiled: WebAssembly.Module | undefined;

export function kernelModule(): WebAssembly.Module {
  compiled ??= compileModule(new URL('./kernels.wasm', import.meta.url));
  return compiled;
}

export type Kernel = (...values: number[]) => number;

/** The kernels by name, working on `memory`. */
export function instantiateKernels(memory: WebAssembly.Memory): Record<string, Kernel> {
  return new WebAssembly.Instance(kernelModule(), { env: { memory } }).exports as Record<string, Kernel>;
}

/** Names of all kernels, in an order that every thread knows. */
export const kernelNames = (): string[] => WebAssembly.Module.exports(kernelModule()).map(({ name }) => name);
