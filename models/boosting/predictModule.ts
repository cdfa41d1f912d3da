import { readFileSync } from 'node:fs';

/** Compiled once per process; `npm run kernels` builds it from models/kernels/assembly/predict.ts. */
let compiled: WebAssembly.Module | undefined;

/** What the module of prediction exports, working on a memory. */
export function instantiatePredict(memory: WebAssembly.Memory): WebAssembly.Instance['exports'] {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('../kernels/predict.wasm', import.meta.url)));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports;
}
