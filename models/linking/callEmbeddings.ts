import type { Embedding } from './embeddings.ts';
import type { IdentityEvent } from './identityEvent.ts';

type EmbeddingEvent = IdentityEvent & { readonly type: 'embedding' };

interface Held {
  /** Null: withdrawn. */
  readonly embedding: Embedding | null;
  readonly at: number;
}

const none: readonly Embedding[] = [];

/** The vectors of calls whose callers consented, by call: whose they are is for the links of the calls to say. */
export class CallEmbeddings {
  readonly #calls = new Map<string, Map<string, Held>>();

  /** A change that is older than the last one is ignored: events may be delivered again. */
  apply({ callId, kind, direction, at }: EmbeddingEvent): void {
    let held = this.#calls.get(callId);
    if (held === undefined) {
      held = new Map();
      this.#calls.set(callId, held);
    }
    const known = held.get(kind);
    if (known !== undefined && known.at > at.getTime()) return;
    held.set(kind, { embedding: direction === null ? null : { kind, direction }, at: at.getTime() });
  }

  /** The call is gone. */
  forget(callId: string): void {
    this.#calls.delete(callId);
  }

  /** Of a call, those in force. */
  of(callId: string): readonly Embedding[] {
    const held = this.#calls.get(callId);
    if (held === undefined) return none;
    return [...held.values()].flatMap(({ embedding }) => embedding ?? []);
  }
}
