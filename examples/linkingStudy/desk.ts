import { seededRandom } from '../../base/random.ts';
import type { StudyCall } from './simulatedCompany.ts';

/** A call that waits for a person. */
export interface Task {
  readonly call: StudyCall;
  readonly priority: number;
  readonly propensity: number;
  /** Customers as ranked when the call came in. */
  readonly offered: readonly string[];
  /** The customer it was linked to automatically, or whom the linker holds for all but certain; null: nobody. */
  readonly believed: string | null;
}

export interface Verdict {
  readonly task: Task;
  /** null: not in the customer base. */
  readonly truth: string | null;
}

export interface DeskOptions {
  readonly seed: number;
  /** Tasks that one day has room for. */
  readonly perDay: number;
  /** Share of answers that are wrong. */
  readonly errorRate: number;
  /** A verdict against who is believed is looked at by a second person, who errs independently. */
  readonly secondLook: boolean;
}

/** People who answer the queue, the highest priority first. */
export class Desk {
  readonly #options: DeskOptions;
  #waiting: Task[] = [];
  answered = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  ask(task: Task): void {
    this.#waiting.push(task);
  }

  /** A day's work. Callers about whom nobody can tell anything are looked at and set aside. */
  work(now: Date): Verdict[] {
    this.#waiting.sort((a, b) => b.priority - a.priority);
    const today = this.#waiting.splice(0, this.#options.perDay);
    // What has waited for two weeks is closed: nobody remembers.
    this.#waiting = this.#waiting.filter(({ call }) => now.getTime() - call.at.getTime() < 14 * 86_400_000);
    this.answered += today.length;
    return today
      .filter(({ call }) => call.tellable)
      .map((task) => {
        const first = this.#look(task, now, 1);
        if (!this.#options.secondLook || task.believed === null || first === task.believed)
          return { task, truth: first };
        this.answered++;
        return { task, truth: this.#look(task, now, 2) };
      });
  }

  #look({ call, offered }: Task, now: Date, person: number): string | null {
    const random = seededRandom(hash(`${this.#options.seed} ${call.callId} ${person}`));
    const own = call.ownRecords(now);
    const right = offered.find((id) => own.includes(id)) ?? own.at(-1) ?? null;
    if (random.uniform() >= this.#options.errorRate) return right;
    const other = offered.find((id) => !own.includes(id));
    return other !== undefined && (own.length === 0 || random.uniform() < 0.7) ? other : null;
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value | 0;
}
