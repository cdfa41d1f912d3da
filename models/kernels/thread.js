import { parentPort, workerData } from 'node:worker_threads';

/**
 * A helper thread: instantiates the kernels on the memory it is sent and runs one after the other as they are asked for
 * (models/kernels/threads.ts says what `control` holds). Plain JavaScript, so that it runs the same from the sources, under
 * tests and from the build.
 */
const { module, names } = workerData;
const spins = 4000;

parentPort.on('message', ({ memory, thread, threads }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const control = new Int32Array(memory.buffer, 0, 16);
  const values = new Float64Array(memory.buffer, 64, 16);
  const kernels = names.map((name) => exports[name]);
  parentPort.postMessage('ready');
  for (let calls = 0; ; calls++) {
    for (let spin = 0; spin < spins && Atomics.load(control, 0) === calls; spin++);
    while (Atomics.load(control, 0) === calls) Atomics.wait(control, 0, calls);
    if (control[2] < 0) break;
    try {
      kernels[control[2]](thread, threads, ...values.subarray(0, control[3]));
    } catch {
      Atomics.store(control, 4, 1);
    }
    Atomics.add(control, 1, 1);
    Atomics.notify(control, 1);
  }
  Atomics.add(control, 5, 1);
  Atomics.notify(control, 5);
  parentPort.postMessage('free');
});
