import type { LinkedRecords } from '../../models/linking/bulk/linkRecords.ts';
import { page } from '../report/page.ts';
import type { LinkAnswer } from './linkAnswer.ts';

export interface LinkReportRequest {
  readonly source: string;
  readonly answer: LinkAnswer;
  readonly linked: LinkedRecords;
  readonly ids: readonly string[];
  readonly notes: readonly string[];
}

export function linkReport({ source }: LinkReportRequest): string {
  return page('Which records are one', [], source);
}
