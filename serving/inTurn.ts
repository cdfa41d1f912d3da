/** Reads of something that changes, shared by many callers. */
export interface Turns {
  /** Resolves with the end of a run that began after the call: what was so before the call has been read. */
  next(): Promise<void>;
  /** Resolves when no run is under way or waits; never rejects. */
  idle(): Promise<void>;
}

/** Lets many callers share runs of `read`, one at a time. */
export function inTurn(read: () => Promise<void>): Turns {
  let running: Promise<void> = Promise.resolve();
  let queued: Promise<void> | undefined;
  return {
    next() {
      // A run under way may have begun too early for us; the next one has not begun.
      queued ??= running
        .catch(() => {})
        .then(() => {
          queued = undefined;
          running = read();
          return running;
        });
      return queued;
    },
    async idle() {
      await Promise.allSettled([running, queued]);
    },
  };
}
