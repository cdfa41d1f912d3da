import type { Client } from '../../simulator/client.ts';

/** Tasks as URLs name them, in the order in which the operator trains them. */
export const trainedTasks = ['linking', 'nba', 'clv', 'churn', 'lead-score'] as const;

export type TrainedTask = (typeof trainedTasks)[number];

/** What became of one weekly training. */
export interface TrainingNote {
  readonly task: TrainedTask;
  readonly status: 'succeeded' | 'failed';
  readonly version: number | null;
  /** champion, challenger or registered; null when the run failed. */
  readonly outcome: string | null;
  readonly gatePassed: boolean;
  /** Why the gate refused, or the run failed. */
  readonly reasons: readonly string[];
  readonly seconds: number;
}

export interface ExperimentNote {
  readonly task: string;
  readonly verdict: string;
}

interface Run {
  status: string;
  error: string | null;
  report: {
    version: number;
    outcome: string;
    gate: { passed: boolean; reasons: string[] };
    seconds: number;
  } | null;
}

/** The operator's Monday: decide the running experiments, then retrain these tasks, over the public API. */
export async function operateWeek(
  client: Client,
  tasks: readonly TrainedTask[],
): Promise<{
  experiments: ExperimentNote[];
  trainings: TrainingNote[];
}> {
  const experiments: ExperimentNote[] = [];
  for (const task of trainedTasks) {
    const listed = (await client.get(`/api/experiments?task=${task}`)) as {
      id: string;
      stoppedAt: string | null;
    }[];
    for (const { id } of listed.filter((experiment) => experiment.stoppedAt === null)) {
      const decided = (await client.post(`/api/experiments/${id}/decide`, {})) as { verdict: string };
      experiments.push({ task, verdict: decided.verdict });
    }
  }
  const asked: { task: TrainedTask; runId: string }[] = [];
  for (const task of tasks) {
    const { runId } = (await client.post(`/api/ml/${task}/train`, {})) as { runId: string };
    asked.push({ task, runId });
  }
  const trainings: TrainingNote[] = [];
  for (const { task, runId } of asked) trainings.push(await finished(client, task, runId));
  return { experiments, trainings };
}

async function finished(client: Client, task: TrainedTask, runId: string): Promise<TrainingNote> {
  for (;;) {
    const run = (await client.get(`/api/training/runs/${runId}`)) as Run;
    if (run.status === 'succeeded' && run.report !== null) {
      const { version, outcome, gate, seconds } = run.report;
      return {
        task,
        status: 'succeeded',
        version,
        outcome,
        gatePassed: gate.passed,
        reasons: gate.reasons,
        seconds,
      };
    }
    if (run.status === 'failed') {
      return {
        task,
        status: 'failed',
        version: null,
        outcome: null,
        gatePassed: false,
        reasons: [run.error ?? 'failed'],
        seconds: 0,
      };
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
}
