import type { Logger } from 'pino';
import { definitionHash, requireDefinition } from '../../features/definitionHash.ts';
import { featuresOfTask } from '../../features/definitions/taskFeatures.ts';
import { comparisonHash, presentComparison } from '../../models/linking/comparisonHash.ts';
import type { Database } from '../../prisma/database.ts';
import type { Task } from '../../prisma/generated/enums.ts';
import { definitionHashOfRun } from '../../prisma/repositories/datasets.ts';
import type { ExperimentRecord } from '../../prisma/repositories/experiments.ts';
import { currentStanding } from '../../training/aliases.ts';
import { runningExperiment } from '../../training/experiments.ts';
import { loadVersion } from '../../training/registry.ts';
import type { CompanyProfiles } from './companyProfiles.ts';
import { decodeModel, type TaskModels } from './decodeModel.ts';

/** A version ready to answer. */
export interface LiveVersion<M> {
  readonly versionId: string;
  readonly version: number;
  readonly model: M;
}

/** Who may answer a task now. Null champion: the fallback rule. */
export interface LiveTask<M> {
  readonly champion: LiveVersion<M> | null;
  readonly challenger: LiveVersion<M> | null;
  /** Null: the champion answers everybody. */
  readonly experiment: ExperimentRecord | null;
  /** Of the features or comparisons as this process computes them. */
  readonly definitionHash: string;
}

export interface LiveModels {
  get<T extends Task>(companyId: string, task: T): Promise<LiveTask<TaskModels[T]>>;
  /** The aliases of a company's task have changed: look again before the next answer. */
  invalidate(companyId: string, task: string): void;
  /** The same for all tasks of a company. */
  invalidateCompany(companyId: string): void;
}

/** Aliases are looked up anew after this time even when nobody said that they changed. */
const recheckMilliseconds = 5_000;
const keptVersions = 64;

/**
 * The versions in force, decoded once. Promotions, rollbacks and new challengers are taken up without a restart:
 * at once where they are announced, within seconds otherwise. A version whose features this process would compute
 * differently than its training did, or whose artifact is damaged, does not answer: the fallback does, and the
 * log says why.
 */
export function liveModels(database: Database, companies: CompanyProfiles, logger: Logger): LiveModels {
  const decoded = new Map<string, Promise<LiveVersion<unknown> | null>>();
  const live = new Map<string, { readonly task: Promise<LiveTask<unknown>>; readonly until: number }>();

  async function load(
    companyId: string,
    task: Task,
    versionId: string,
    expected: string,
  ): Promise<LiveVersion<unknown> | null> {
    try {
      const loaded = await loadVersion(database.pool, companyId, versionId);
      const trainedOn = await definitionHashOfRun(database.pool, companyId, loaded.trainingRunId);
      requireDefinition(task === 'linking' ? presentComparison(trainedOn) : trainedOn, expected);
      return { versionId, version: loaded.version, model: decodeModel(task, loaded.artifact) };
    } catch (error) {
      logger.error({ err: error, companyId, task, versionId }, 'a live version cannot be loaded');
      return null;
    }
  }

  function version(companyId: string, task: Task, versionId: string | null, expected: string) {
    if (versionId === null) return null;
    const key = `${versionId} ${expected}`;
    let found = decoded.get(key);
    if (!found) {
      // Oldest first; what is still in force comes back at the next look.
      if (decoded.size >= keptVersions) decoded.delete(decoded.keys().next().value!);
      found = load(companyId, task, versionId, expected);
      decoded.set(key, found);
      // A passing failure must not be remembered.
      found.then((loaded) => loaded === null && decoded.delete(key));
    }
    return found;
  }

  async function look(companyId: string, task: Task): Promise<LiveTask<unknown>> {
    const company = await companies(companyId);
    const expected =
      task === 'linking' ? comparisonHash : definitionHash(featuresOfTask(task, company.settings));
    const standing = await currentStanding(database.pool, companyId, task);
    const experiment = await runningExperiment(database.pool, companyId, task);
    return {
      champion: await version(companyId, task, standing.champion, expected),
      challenger: await version(companyId, task, standing.challenger, expected),
      experiment:
        experiment !== null && experiment.challengerVersionId === standing.challenger ? experiment : null,
      definitionHash: expected,
    };
  }

  return {
    async get<T extends Task>(companyId: string, task: T) {
      const key = `${companyId} ${task}`;
      let known = live.get(key);
      if (!known || known.until < performance.now()) {
        known = { task: look(companyId, task), until: performance.now() + recheckMilliseconds };
        live.set(key, known);
        known.task.catch(() => live.delete(key));
      }
      return known.task as Promise<LiveTask<TaskModels[T]>>;
    },
    invalidate(companyId, task) {
      live.delete(`${companyId} ${task}`);
    },
    invalidateCompany(companyId) {
      for (const key of live.keys()) if (key.startsWith(`${companyId} `)) live.delete(key);
    },
  };
}
