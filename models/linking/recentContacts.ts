import type { LinkQuery } from './linkQuery.ts';

const day = 86_400_000;

/**
 * Customers that a call fits although the caller left nothing: who called lately, who has an appointment about now,
 * who is used to call at this hour for this service.
 */
export class RecentContacts {
  readonly #byDay = new Map<number, number[]>();
  readonly #appointments = new Map<number, number[]>();
  readonly #habits = new Map<string, number[]>();

  contact(customer: number, occurredAt: number, service: string | null, hour: number, weekday: number): void {
    push(this.#byDay, Math.floor(occurredAt / day), customer);
    push(this.#habits, habitKey(service, hour, weekday), customer);
  }

  appointment(customer: number, scheduledAt: number): void {
    push(this.#appointments, Math.floor(scheduledAt / day), customer);
  }

  /** Customers with how many signs speak for each, unsorted; at most `scan` entries of each list are looked at. */
  signs(query: LinkQuery, scan = 400): Map<number, number> {
    const signs = new Map<number, number>();
    const add = (customers: readonly number[] | undefined, worth: number) => {
      for (const customer of (customers ?? []).slice(-scan)) {
        signs.set(customer, (signs.get(customer) ?? 0) + worth);
      }
    };
    const today = Math.floor(query.occurredAt.getTime() / day);
    for (let back = 0; back <= 7; back++) add(this.#byDay.get(today - back), back <= 1 ? 1.5 : 1);
    for (let away = -7; away <= 4; away++)
      add(this.#appointments.get(today + away), Math.abs(away) <= 2 ? 2 : 1);
    add(this.#habits.get(habitKey(query.service, query.hour, query.weekday)), 0.7);
    return signs;
  }
}

const habitKey = (service: string | null, hour: number, weekday: number) =>
  `${service ?? ''}|${weekday}|${hour}`;

function push<Key>(lists: Map<Key, number[]>, key: Key, customer: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [customer]);
  else list.push(customer);
}
