import type { IdentityClaims } from '../../features/identity/claims.ts';
import { normalizeIdentity } from '../../features/identity/normalizeIdentity.ts';
import type { IdentityEvent } from '../../models/linking/identityEvent.ts';
import { IdentityState } from '../../models/linking/identityState.ts';
import { stream } from '../../simulator/random/stream.ts';
import { newMobile } from '../../simulator/world/phone.ts';
import { customerEvents, customerId } from './customerEvents.ts';
import { leftOnTheTelephone, people } from './germanPeople.ts';

/** What one index in a process of its own took. */
export interface OneIndex {
  readonly buildSeconds: number;
  /** JavaScript heap and memory outside of it, with the customers less without, after garbage collection. */
  readonly bytesPerCustomer: number;
  readonly residentBytesPerCustomer: number;
  /** One call: its claims normalised, candidates found, compared and ranked. */
  readonly resolveP50Ms: number;
  readonly resolveP99Ms: number;
  readonly resolveMaxMs: number;
  /** The same in processor time, that of the garbage collector included: calmer on a busy machine. */
  readonly resolveCpuP50Ms: number;
  readonly resolveCpuP99Ms: number;
  /** Customers that a call is compared with. */
  readonly candidatesPerCall: number;
  /** Share of the calls whose caller is among the 20 candidates, and the first of them. */
  readonly found: number;
  readonly first: number;
  /** A customer's number replaced by another one, in place. */
  readonly updateMicroseconds: number;
  readonly updateP99Microseconds: number;
}

const [customers, calls] = process.argv.slice(2).map(Number) as [number, number];
const at = Math.max(1, Math.floor(customers / calls));
const asked: { claims: IdentityClaims; customer: number }[] = [];
const callers = stream(11, 'callers');
const state = new IdentityState({ timezone: 'Europe/Berlin' });

const now = () => process.hrtime.bigint();
const nanoseconds = (since: bigint) => Number(process.hrtime.bigint() - since);
function used() {
  gc!();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { counted: heapUsed + external, rss };
}

// Before anything is measured, names and locales are loaded.
for (const claims of people(100, 3)) customerEvents(0, claims);
const before = used();
let building = 0;
let number = 0;
let batch: IdentityEvent[] = [];
const apply = () => {
  const start = now();
  for (const event of batch) state.apply(event);
  building += nanoseconds(start);
  batch = [];
};
for (const claims of people(customers, 1)) {
  batch.push(...customerEvents(number, claims));
  if (number % at === 0 && asked.length < calls)
    asked.push({ claims: leftOnTheTelephone(callers, claims), customer: number });
  number++;
  if (batch.length > 4000) apply();
}
apply();
const start = now();
state.settle();
building += nanoseconds(start);
const after = used();

const query = (claims: IdentityClaims) => ({
  claims: normalizeIdentity(claims, { region: 'DE' }),
  occurredAt: new Date('2026-03-02T09:15:00Z'),
  service: null,
  hour: 10,
  weekday: 1,
});
const times: number[] = [];
const processorTimes: number[] = [];
let compared = 0;
let found = 0;
let first = 0;
// The code is compiled while the first calls are answered, as in a server that has just been started.
for (const warmUp of [true, false]) {
  for (const { claims, customer } of warmUp ? asked.slice(0, calls >> 2) : asked) {
    const processor = process.cpuUsage();
    const start = now();
    const candidates = state.candidates(query(claims));
    const took = nanoseconds(start) / 1e6;
    const { user, system } = process.cpuUsage(processor);
    if (warmUp) continue;
    times.push(took);
    processorTimes.push((user + system) / 1e3);
    compared += state.poolSize(query(claims));
    const position = candidates.findIndex((candidate) => candidate.customerId === customerId(customer));
    if (position >= 0) found++;
    if (position === 0) first++;
  }
}

const updates: number[] = [];
const random = stream(12, 'updates');
const later = new Date('2026-03-02T10:00:00Z');
for (const { customer } of asked) {
  const [, event] = customerEvents(customer, { phone: newMobile(random) }, later);
  const start = now();
  state.apply(event!);
  state.settle();
  updates.push(nanoseconds(start) / 1e3);
}

const quantile = (values: number[], share: number) =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))]!;
process.send?.({
  buildSeconds: building / 1e9,
  bytesPerCustomer: (after.counted - before.counted) / customers,
  residentBytesPerCustomer: (after.rss - before.rss) / customers,
  resolveP50Ms: quantile(times, 0.5),
  resolveP99Ms: quantile(times, 0.99),
  resolveMaxMs: quantile(times, 1),
  resolveCpuP50Ms: quantile(processorTimes, 0.5),
  resolveCpuP99Ms: quantile(processorTimes, 0.99),
  candidatesPerCall: compared / asked.length,
  found: found / asked.length,
  first: first / asked.length,
  updateMicroseconds: quantile(updates, 0.5),
  updateP99Microseconds: quantile(updates, 0.99),
} satisfies OneIndex);
