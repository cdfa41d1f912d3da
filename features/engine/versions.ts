import type { Fact } from '../../prisma/repositories/historyRecord.ts';
import { supersedes } from '../asOf.ts';
import { visibleFrom, visibleUntil } from './timeline.ts';

/** Versions of one thing, of which the one recorded last holds, at a moment that moves forward. */
export class Versions<F extends Fact> {
  #versions: readonly F[] = [];
  #recorded = 0;

  load(versions: readonly F[]): void {
    this.#recorded = 0;
    this.#versions =
      versions.length < 2 ? versions : [...versions].sort((a, b) => (supersedes(a, b) ? 1 : -1));
  }

  rewind(): void {
    this.#recorded = 0;
  }

  /** The version that holds at a moment not before the last one asked for. */
  at(asOf: number): F | undefined {
    const versions = this.#versions;
    while (this.#recorded < versions.length && versions[this.#recorded]!.recordedAt <= asOf) this.#recorded++;
    for (let index = this.#recorded - 1; index >= 0; index--) {
      const version = versions[index]!;
      if (visibleFrom(version) <= asOf && visibleUntil(version) > asOf) return version;
    }
    return undefined;
  }
}
