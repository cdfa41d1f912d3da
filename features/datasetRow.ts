import type { Row } from './feature.ts';

/** One training example: what was known of a subject at a moment, and what became of it. */
export interface DatasetRow {
  readonly subjectId: string;
  readonly asOf: Date;
  /** 0/1 for classification, the value for regression. */
  readonly label: number;
  /** Non-negative. */
  readonly weight: number;
  readonly features: Row;
  /** What evaluation needs beside features and label (see features/labels/). Models do not learn from it. */
  readonly context?: Row;
}
