import { Problem } from '../../base/problem.ts';
import { computeFeatures, computeFeaturesAt } from '../../features/computeFeatures.ts';
import { definitionHash } from '../../features/definitionHash.ts';
import { featuresOfTask } from '../../features/definitions/taskFeatures.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import { identityAsOf } from '../../features/identityAsOf.ts';
import { leadScoreRuleState } from '../../models/lead-score/fallback.ts';
import {
  changeText,
  type ScoreChange,
  type ScoreState,
  scoreChange,
} from '../../models/lead-score/scoreChange.ts';
import {
  type Temperature,
  temperatureOf,
  temperatureThresholds,
} from '../../models/lead-score/temperature.ts';
import type { Row } from '../../models/table.ts';
import { aliasHistory } from '../../prisma/repositories/aliases.ts';
import { definitionHashOfRun } from '../../prisma/repositories/datasets.ts';
import { loadHistory } from '../../prisma/repositories/history.ts';
import type { HistoryRecord } from '../../prisma/repositories/historyRecord.ts';
import { loadVersion } from '../../training/registry.ts';
import type { Application } from '../application.ts';
import { decodeModel } from './decodeModel.ts';

export interface TemperaturePoint {
  readonly at: Date;
  readonly score: number;
  readonly temperature: Temperature;
  readonly probability: number;
  /** Of a moment still to come, supposing that nothing happens until then. */
  readonly ahead: boolean;
}

interface Lead {
  readonly companyId: string;
  readonly id: string;
}

/**
 * The score day by day, all by the version in force now, so that it moves with the facts alone: from `days` ago (or from
 * when the lead was known) to now, and `ahead` days further if nothing happens.
 * @throws Problem `not_found`
 */
export async function temperatureSeries(
  application: Application,
  lead: Lead,
  { days, ahead, now }: { readonly days: number; readonly ahead: number; readonly now: Date },
): Promise<{ readonly version: number | null; readonly points: readonly TemperaturePoint[] }> {
  const { company, history, features } = await known(application, lead);
  const { champion } = await application.models.get(lead.companyId, 'lead_score');
  const thresholds = temperatureThresholds(company.settings, champion?.model.data.thresholds);
  const began = Math.max(history.occurredAt, history.recordedAt);
  const moments: number[] = [];
  for (let day = -days; day <= ahead; day++) {
    const at = now.getTime() + day * millisecondsPerDay;
    if (at >= began) moments.push(at);
  }
  const points = computeFeaturesAt(features, history, moments).map((row, index): TemperaturePoint => {
    const at = moments[index]!;
    const { probability } = champion ? champion.model.state(row) : leadScoreRuleState(row);
    const score = Math.round(100 * probability);
    const temperature = temperatureOf(score, thresholds);
    return { at: new Date(at), score, temperature, probability, ahead: at > now.getTime() };
  });
  return { version: champion?.version ?? null, points };
}

export interface TemperatureDiff extends ScoreChange {
  readonly text: string;
  /** Of the champions in force at the two moments; null: the rule. */
  readonly fromVersion: number | null;
  readonly toVersion: number | null;
}

/**
 * Why a score is another one than it was: recomputed with the champions of both moments on the features of both moments,
 * and on the later features with the identity of the earlier one (see models/lead-score/scoreChange.ts).
 * @throws Problem `not_found`, `invalid_input` for moments that cannot be compared, `conflict` when a version in force
 * then was trained on other definitions of features than this process computes
 */
export async function temperatureDiff(
  application: Application,
  lead: Lead,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<TemperatureDiff> {
  const { history, features } = await known(application, lead);
  const began = new Date(Math.max(history.occurredAt, history.recordedAt));
  if (!(from.getTime() >= began.getTime() && from.getTime() <= to.getTime())) {
    throw new Problem('invalid_input', 'The two moments cannot be compared.', {
      findings: [
        {
          path: 'query/from',
          message: 'before the lead was known, or after the later moment',
          received: from.toISOString(),
          allowed: `${began.toISOString()} to ${to.toISOString()}`,
        },
      ],
    });
  }
  const expected = definitionHash(features);
  const before = await championAt(application, lead.companyId, from, expected);
  const after = await championAt(application, lead.companyId, to, expected);
  const asThen = identityAsOf(history, from.getTime(), to.getTime());
  const rowAt = (known: HistoryRecord, at: Date) => computeFeatures(features, known, at.getTime());
  const later = rowAt(history, to);
  const change = scoreChange([
    before.state(rowAt(history, from)),
    before.state(rowAt(asThen, to)),
    before.state(later),
    after.state(later),
  ]);
  const named = (version: number | null) => (version === null ? 'rule' : `v${version}`);
  return {
    ...change,
    text: changeText(change, { from: named(before.version), to: named(after.version) }),
    fromVersion: before.version,
    toVersion: after.version,
  };
}

async function known(application: Application, { companyId, id }: Lead) {
  const company = await application.companies(companyId);
  const history = await loadHistory(application.database.pool, companyId, 'lead', id);
  if (!history) throw new Problem('not_found', `There is no lead ${id}.`);
  return { company, history, features: featuresOfTask('lead_score', company.settings) };
}

interface Champion {
  readonly version: number | null;
  state(row: Row): ScoreState;
}

async function championAt(
  application: Application,
  companyId: string,
  at: Date,
  expected: string,
): Promise<Champion> {
  const { pool } = application.database;
  const ledger = await aliasHistory(pool, companyId, 'lead_score', 'champion');
  const versionId = ledger.find(({ recordedAt }) => recordedAt <= at)?.modelVersionId ?? null;
  if (versionId === null) return { version: null, state: leadScoreRuleState };
  const loaded = await loadVersion(pool, companyId, versionId);
  if ((await definitionHashOfRun(pool, companyId, loaded.trainingRunId)) !== expected) {
    throw new Problem(
      'conflict',
      `Version ${loaded.version}, in force on ${at.toISOString()}, was trained on other definitions of features than are computed now.`,
      { remedy: 'Compare moments since a version trained on the present definitions is in force.' },
    );
  }
  return { version: loaded.version, state: decodeModel('lead_score', loaded.artifact).state };
}
