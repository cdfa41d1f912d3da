import path from 'node:path';
import { z } from 'zod';
import { Problem } from '../base/problem.ts';

const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  LINKLOOP_DATA: z.string().min(1).default('.linkloop'),
  LINKLOOP_NOW: z.iso.datetime({ offset: true }).optional(),
  LINKLOOP_POOL_SIZE: z.coerce.number().int().min(2).max(1000).default(10),
  LINKLOOP_WARM_EVENTS: z.coerce.number().int().min(0).default(200_000),
  LINKLOOP_BODY_LIMIT: z.coerce.number().int().min(1024).default(1_048_576),
  LINKLOOP_IMPORT_LIMIT: z.coerce.number().int().min(1024).default(67_108_864),
  LINKLOOP_CONTROL_SHARE: z.coerce.number().min(0).max(1).default(0.05),
  LINKLOOP_LEASE_MINUTES: z.coerce.number().positive().max(1440).default(10),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Everything the outside can set. Each variable is described in .env.example. */
export interface Settings {
  /** Undefined: an embedded PostgreSQL below `dataDirectory`. */
  readonly databaseUrl: string | undefined;
  /** Undefined: jobs are kept in PostgreSQL. */
  readonly redisUrl: string | undefined;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Absolute. */
  readonly dataDirectory: string;
  /** The moment the clock stands still at; undefined: the real time. */
  readonly now: Date | undefined;
  readonly poolSize: number;
  /** Events of customers and leads kept in memory between answers; 0: none. */
  readonly warmEvents: number;
  /** Largest JSON request body, in bytes. */
  readonly bodyLimit: number;
  /** Largest body of an import request, in bytes. */
  readonly importLimit: number;
  /** Share of automatic linking decisions that people check anyway, in [0, 1]. */
  readonly controlShare: number;
  /** How long a reviewer keeps a task before somebody else may get it, in minutes. */
  readonly leaseMinutes: number;
  readonly logLevel: string;
}

/**
 * Reads the settings; an empty variable counts as unset.
 * @throws Problem `invalid_input` naming every variable that is wrong.
 */
export function readSettings(variables: NodeJS.ProcessEnv = process.env): Settings {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    throw new Problem('invalid_input', 'The environment holds settings that cannot be used.', {
      findings: parsed.error.issues.map((issue) => ({
        path: issue.path.join('.'),
        message: issue.message,
        // The URLs hold passwords.
        received: String(issue.path[0]).endsWith('_URL') ? '(hidden)' : set[String(issue.path[0])],
      })),
      remedy: 'See .env.example for the meaning and range of each variable.',
    });
  }
  const value = parsed.data;
  return {
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL,
    host: value.HOST,
    port: value.PORT,
    dataDirectory: path.resolve(value.LINKLOOP_DATA),
    now: value.LINKLOOP_NOW === undefined ? undefined : new Date(value.LINKLOOP_NOW),
    poolSize: value.LINKLOOP_POOL_SIZE,
    warmEvents: value.LINKLOOP_WARM_EVENTS,
    bodyLimit: value.LINKLOOP_BODY_LIMIT,
    importLimit: value.LINKLOOP_IMPORT_LIMIT,
    controlShare: value.LINKLOOP_CONTROL_SHARE,
    leaseMinutes: value.LINKLOOP_LEASE_MINUTES,
    logLevel: value.LOG_LEVEL,
  };
}
