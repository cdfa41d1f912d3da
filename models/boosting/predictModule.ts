import { compileModule } from '../kernels/compileModule.ts';

/** Compiled once per process; `npm run kernels` builds it from models/kernels/assembly/predict.ts. */
let compiled: WebAssembly.Module | undefined;

/** What the module of prediction exports, working on a memory. */
export function instantiatePredict(memory: WebAssembly.Memory): WebAssembly.Instance['exports'] {
  compiled ??= compileModule(new URL('../kernels/predict.wasm', import.meta.url));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports;
}
