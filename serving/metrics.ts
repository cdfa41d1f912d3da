import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../prisma/database.ts';

export interface Metrics {
  /** One finished request; `route` is the endpoint's url, never the path with its ids. */
  observe(method: string, route: string, status: number, seconds: number): void;
  /** One answer of a task. */
  predicted(task: string, role: string): void;
  /** Two live versions scored a request and came to different results. */
  disagreed(task: string): void;
  readonly contentType: string;
  /** Prometheus text format. */
  text(): Promise<string>;
}

/** The measurements of one application; each has its own, so that several can live in one process. */
export function openMetrics(database: Pick<Database, 'pool'>): Metrics {
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
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
