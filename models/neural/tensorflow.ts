import type * as TensorFlow from '@tensorflow/tfjs-core';

export interface OpenTensorFlow {
  readonly tf: typeof TensorFlow;
  /** 'tensorflow' (native), 'wasm' or 'cpu'. */
  readonly backend: string;
}

/** What loads each backend; it has registered itself with TensorFlow.js when the promise is kept. */
export interface BackendLoaders {
  readonly tensorflow: () => Promise<unknown>;
  readonly wasm: () => Promise<unknown>;
  readonly cpu: () => Promise<unknown>;
}

/** Not a dependency: users may install it. The name is kept from the compiler, which would ask for its types. */
const native: string = '@tensorflow/tfjs-node';

const installed: BackendLoaders = {
  tensorflow: () => import(native),
  wasm: () => import('@tensorflow/tfjs-backend-wasm'),
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

const fatalEvents = ['uncaughtException', 'unhandledRejection'];

let opened: Promise<OpenTensorFlow> | undefined;

/**
 * TensorFlow.js, loaded at the first call and not before: nothing that only predicts pays for it. Of the backends the
 * first that works: native where the user has installed `@tensorflow/tfjs-node`, WebAssembly (its file is read from its
 * package; one thread, so that results repeat), plain JavaScript.
 * @throws Error when none works
 */
export function openTensorFlow(): Promise<OpenTensorFlow> {
  opened ??= open(installed);
  return opened;
}

/** As `openTensorFlow`, with other loaders and without memory. */
export async function open(loaders: BackendLoaders): Promise<OpenTensorFlow> {
  const tf = await import('@tensorflow/tfjs-core');
  // It advertises its native backend on the console otherwise.
  tf.env().set('PROD', true);
  // Brings the gradients, which the core comes without.
  await import('@tensorflow/tfjs-layers');
  const failures: unknown[] = [];
  for (const [backend, load] of Object.entries(loaders)) {
    const listeners = fatalEvents.map((event) => process.rawListeners(event));
    try {
      await load();
      if (tf.findBackendFactory(backend) !== null && (await tf.setBackend(backend))) return { tf, backend };
    } catch (error) {
      failures.push(error);
    } finally {
      // The WebAssembly module takes over what happens to errors of the whole process.
      fatalEvents.forEach((event, index) => {
        for (const listener of process.rawListeners(event))
          if (!listeners[index]!.includes(listener)) process.removeListener(event, listener as () => void);
      });
    }
  }
  throw new AggregateError(failures, 'No backend of TensorFlow.js works here.');
}
