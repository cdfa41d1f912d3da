import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import type { ScoreRecord } from '../../prisma/repositories/scores.ts';

type Value = string | number | boolean | null;

/** One column of a table of scores. */
export interface ScoreColumn {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'time';
  /** Of a time: ISO 8601 in UTC. */
  readonly of: (score: ScoreRecord) => Value;
}

const about: readonly ScoreColumn[] = [
  { name: 'subject_id', type: 'text', of: ({ subjectId }) => subjectId },
  { name: 'external_id', type: 'text', of: ({ externalId }) => externalId },
  { name: 'as_of', type: 'time', of: ({ asOf }) => asOf.toISOString() },
];

const behind: readonly ScoreColumn[] = [
  { name: 'confidence', type: 'number', of: ({ confidence }) => confidence },
  { name: 'reason', type: 'text', of: ({ result }) => firstReason(result.reasons) },
  { name: 'model_version', type: 'number', of: ({ version }) => version },
  { name: 'role', type: 'text', of: ({ role }) => role },
  { name: 'prediction_id', type: 'text', of: ({ predictionId }) => predictionId },
];

/** A value of the result under its own name in snake_case; null where the answer has none. */
function field(type: ScoreColumn['type'], path: string): ScoreColumn {
  const name = path.replaceAll('.', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { name, type, of: ({ result }) => scalar(reach(result, path.split('.'))) };
}

const numbers = (...paths: string[]) => paths.map((path) => field('number', path));
const texts = (...paths: string[]) => paths.map((path) => field('text', path));

const results: Readonly<Record<HistoryTask, readonly ScoreColumn[]>> = {
  nba: [...texts('action'), ...numbers('expectedValue', 'expectedGain'), ...texts('mode')],
  clv: [
    ...numbers('clv', 'interval.low', 'interval.high', 'revenue', 'horizonMonths', 'pAlive'),
    ...numbers('expectedTransactions', 'expectedAmount', 'conversion'),
    ...texts('segment'),
    field('boolean', 'ultraPremium'),
  ],
  churn: [
    ...numbers('risk30', 'risk60', 'alreadyGone', 'lifetimeValue', 'valueAtRisk', 'persuadability.value'),
    ...texts('segment'),
  ],
  lead_score: [...numbers('score', 'probability'), ...texts('temperature')],
};

/** The columns of a task's scores: whom they are about, what the answer is, and what is behind it. */
export const columnsOfTask = (task: HistoryTask): readonly ScoreColumn[] => [
  ...about,
  ...results[task],
  ...behind,
];

function reach(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], value);
}

function scalar(value: unknown): Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** The reason that counts most. */
function firstReason(reasons: unknown): string | null {
  const [first] = Array.isArray(reasons) ? (reasons as readonly { readonly text?: unknown }[]) : [];
  return typeof first?.text === 'string' ? first.text : null;
}
