import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../prisma/database.ts';
import type { WarmHistories } from './predict/warmHistories.ts';
import type { Freshness } from './predict/warmHistory.ts';

export interface Metrics {
  /** One finished request; `route` is the endpoint's url, never the path with its ids. */
  observe(method: string, route: string, status: number, seconds: number): void;
  /** One answer of a task. */
  predicted(task: string, role: string): void;
  /** Two live versions scored a request and came to different results. */
  disagreed(task: string): void;
  /** An answer was given from a history in memory that had been brought up to date in this way. */
  historyUsed(freshness: Freshness): void;
  readonly contentType: string;
  /** Prometheus text format. */
  text(): Promise<string>;
}

/** The measurements of one application; each has its own, so that several can live in one process. */
export function openMetrics(
  database: Pick<Database, 'pool'>,
  histories: Pick<WarmHistories, 'size'>,
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'linkloop_http_request_seconds',
    help: 'Time from reading a request to the end of its answer, seconds.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const predictions = new Counter({
    name: 'linkloop_predictions_total',
    help: 'Answers by task and by who gave them: champion, challenger or fallback.',
    labelNames: ['task', 'role'],
    registers: [registry],
  });
  const disagreements = new Counter({
    name: 'linkloop_disagreements_total',
    help: 'Requests for which champion and challenger came to different results.',
    labelNames: ['task'],
    registers: [registry],
  });
  const historyUses = new Counter({
    name: 'linkloop_warm_history_uses_total',
    help: 'Answers from histories in memory: hit: nothing was new; refresh: what was new was read; miss: all was read.',
    labelNames: ['freshness'],
    registers: [registry],
  });
  new Gauge({
    name: 'linkloop_warm_histories',
    help: 'Customers and leads whose histories are in memory.',
    registers: [registry],
    collect() {
      this.set(histories.size.histories);
    },
  });
  new Gauge({
    name: 'linkloop_warm_history_events',
    help: 'Events of the histories in memory; LINKLOOP_WARM_EVENTS is their limit.',
    registers: [registry],
    collect() {
      this.set(histories.size.events);
    },
  });
  new Gauge({
    name: 'linkloop_database_connections',
    help: 'Connections of this process by state; waiting: requests for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = database.pool;
      this.set({ state: 'busy' }, totalCount - idleCount);
      this.set({ state: 'idle' }, idleCount);
      this.set({ state: 'waiting' }, waitingCount);
    },
  });
  return {
    observe: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    predicted: (task, role) => predictions.inc({ task, role }),
    disagreed: (task) => disagreements.inc({ task }),
    historyUsed: (freshness) => historyUses.inc({ freshness }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
