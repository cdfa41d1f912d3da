import { Problem } from '../../base/problem.ts';
import { decodeArtifact } from '../../models/artifact.ts';
import { type ChurnModel, type ChurnModelData, churnModelFromData } from '../../models/churn/churnModel.ts';
import {
  type LeadScoreModel,
  type LeadScoreModelData,
  leadScoreModelFromData,
} from '../../models/lead-score/leadScoreModel.ts';
import {
  type LifetimeValueModel,
  type LifetimeValueModelData,
  lifetimeValueModelFromData,
} from '../../models/lifetime-value/lifetimeValueModel.ts';
import type { LinkerData } from '../../models/linking/linkerData.ts';
import { type LinkerModel, linkerFromData } from '../../models/linking/linkerModel.ts';
import {
  type NextBestActionModel,
  type NextBestActionModelData,
  nextBestActionModelFromData,
} from '../../models/next-best-action/nextBestActionModel.ts';
import type { Task } from '../../prisma/generated/enums.ts';

/** What answers each task. */
export interface TaskModels {
  readonly linking: LinkerModel;
  readonly nba: NextBestActionModel;
  readonly clv: LifetimeValueModel;
  readonly churn: ChurnModel;
  readonly lead_score: LeadScoreModel;
}

const decoders: {
  readonly [T in Task]: { readonly kind: string; readonly fromData: (data: never) => TaskModels[T] };
} = {
  linking: { kind: 'linker', fromData: (data: LinkerData) => linkerFromData(data) },
  nba: {
    kind: 'next-best-action',
    fromData: (data: NextBestActionModelData) => nextBestActionModelFromData(data),
  },
  clv: {
    kind: 'lifetime-value',
    fromData: (data: LifetimeValueModelData) => lifetimeValueModelFromData(data),
  },
  churn: { kind: 'churn', fromData: (data: ChurnModelData) => churnModelFromData(data) },
  lead_score: { kind: 'lead-score', fromData: (data: LeadScoreModelData) => leadScoreModelFromData(data) },
};

/** @throws Problem `artifact_invalid` for bytes that are no artifact, or one of another task. */
export function decodeModel<T extends Task>(task: T, artifact: Uint8Array): TaskModels[T] {
  const { kind, payload } = decodeArtifact(artifact);
  const decoder = decoders[task];
  if (kind !== decoder.kind) {
    throw new Problem('artifact_invalid', `An artifact of kind ${kind} cannot answer the task ${task}.`, {
      remedy: 'Roll back to another version, or train again.',
    });
  }
  return decoder.fromData(payload as never);
}
