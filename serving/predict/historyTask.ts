import { Problem } from '../../base/problem.ts';
import { uuid } from '../../base/uuid.ts';
import { entityOfTask, featuresOfTask, type HistoryTask } from '../../features/definitions/taskFeatures.ts';
import type { EntityFeatures } from '../../features/entityFeatures.ts';
import type { Row } from '../../models/table.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import type { CompanyRecord } from '../../prisma/repositories/companies.ts';
import type { Entity } from '../../prisma/repositories/historyRecord.ts';
import type { Application } from '../application.ts';
import type { Timing } from '../http/timing.ts';
import type { TaskModels } from './decodeModel.ts';
import type { LiveTask } from './liveModels.ts';
import { type AnswerToLog, type Prediction, recordAnswer, type Scored } from './prediction.ts';
import { type Routing, route } from './router.ts';

/** A task that is answered from the features of one customer or lead. */
export interface HistoryTaskAnswer<T extends HistoryTask, Result extends object, Prepared = undefined> {
  readonly task: T;
  /** What the answer needs that other tasks know of the same subject. It reads features before it waits for anything. */
  readonly prepare?: (subject: KnownSubject) => Promise<Prepared>;
  /** Null model: the fallback rule answers. */
  answer(model: TaskModels[T] | null, row: Row, context: AnswerContext<Prepared>): Scored<Result>;
  /** Whether two versions come to the same thing. */
  agree(one: Result, other: Result): boolean;
  propensities?(result: Result): Readonly<Record<string, number>>;
}

export interface AnswerContext<Prepared> {
  readonly company: CompanyRecord;
  readonly predictionId: string;
  /** What the row was computed for. */
  readonly now: Date;
  readonly prepared: Prepared;
}

/** Somebody whose history is known. */
export interface KnownSubject {
  readonly application: Application;
  readonly company: CompanyRecord;
  readonly known: EntityFeatures;
  readonly now: Date;
}

export interface Subject {
  readonly companyId: string;
  readonly id: string;
  /** Whose history is read; by default what the task is about. */
  readonly entity?: Entity;
}

/**
 * Scores a customer or lead with every live version, from its history as known now. Returns what writes the answer:
 * run it in the transaction that acknowledges it.
 * @throws Problem `not_found`
 */
export async function scoreFromHistory<T extends HistoryTask, Result extends object, Prepared = undefined>(
  application: Application,
  definition: HistoryTaskAnswer<T, Result, Prepared>,
  subject: Subject,
  now: Date,
  timing: Timing,
): Promise<(client: Queryable) => Promise<Prediction<Result>>> {
  const { task } = definition;
  const entity = subject.entity ?? entityOfTask(task);
  const company = await application.companies(subject.companyId);
  const live = await application.models.get(subject.companyId, task);
  const routing = route(live, subject.id);
  const found = await timing.measure('history', () =>
    application.histories.get(subject.companyId, entity, subject.id),
  );
  if (!found) throw new Problem('not_found', `There is no ${entity} ${subject.id}.`);
  const { known, freshness } = found;
  application.metrics.historyUsed(freshness);
  const question = { company, live, routing, known, now };
  const answer = await answerFromHistory(application, definition, question, timing);
  return async (client) => {
    const prediction = await recordAnswer(client, answer);
    application.metrics.predicted(task, answer.routing.answering.role);
    if (answer.shadow && !answer.shadow.agrees) application.metrics.disagreed(task);
    return prediction;
  };
}

/** What is known when somebody is to be scored: who they are, and who answers. */
export interface HistoryQuestion<T extends HistoryTask> {
  readonly company: CompanyRecord;
  readonly live: LiveTask<TaskModels[T]>;
  readonly routing: Routing<TaskModels[T]>;
  readonly known: EntityFeatures;
  readonly now: Date;
}

/** The answer about somebody whose history is known, as it is to be logged; nothing is written. */
export async function answerFromHistory<T extends HistoryTask, Result extends object, Prepared = undefined>(
  application: Application,
  definition: HistoryTaskAnswer<T, Result, Prepared>,
  { company, live, routing, known, now }: HistoryQuestion<T>,
  timing?: Timing,
): Promise<AnswerToLog<Result>> {
  const { task } = definition;
  const started = performance.now();
  const row = known.at(featuresOfTask(task, company.settings), now.getTime());
  timing?.note('features', performance.now() - started);
  // Without `prepare` the type of what it prepares is undefined.
  const prepared = (await definition.prepare?.({ application, company, known, now })) as Prepared;
  const context = { company, predictionId: uuid(), now, prepared };
  const scored = definition.answer(routing.answering.model, row, context);
  const other = routing.shadow && definition.answer(routing.shadow.model, row, context);
  const shadow =
    routing.shadow && other
      ? {
          role: routing.shadow.role,
          version: routing.shadow.version,
          result: other.result,
          confidence: other.confidence,
          agrees: definition.agree(scored.result, other.result),
        }
      : null;
  return {
    predictionId: context.predictionId,
    companyId: company.id,
    task,
    subjectType: known.entity,
    subjectId: known.id,
    routing,
    scored,
    shadow,
    features: row,
    definitionHash: live.definitionHash,
    ...(definition.propensities ? { propensities: definition.propensities(scored.result) } : {}),
    now,
  };
}
