import { setImmediate } from 'node:timers/promises';

/** How long a fit keeps the event loop to itself when its steps are short, in milliseconds; a long step takes longer. */
const longestHold = 50;

/**
 * What a long fit awaits between two rounds: it lets timers, signals and progress bars have their turn, no more often
 * than every 50 ms.
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
