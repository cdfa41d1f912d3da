import { setImmediate } from 'node:timers/promises';

/** How long a fit may keep the event loop to itself, in milliseconds. */
const longestHold = 50;

/**
 * What a long fit awaits between two rounds: it lets timers, signals and progress bars have their turn, at most every
 * 50 ms.
 * @throws whatever the signal was aborted with
 */
export function pauser(signal: AbortSignal | undefined): () => Promise<void> {
  let since = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - since < longestHold) return;
    await setImmediate();
    since = performance.now();
    signal?.throwIfAborted();
  };
}
