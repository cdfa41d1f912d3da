import type { HistoryTask } from '../features/definitions/taskFeatures.ts';
import { attributePrefix, type LearnedAttributes } from '../features/learnedAttributes.ts';
import { columnLeaks } from './datasets/columnLeaks.ts';
import type { PipelineResult } from './pipeline.ts';
import type { LeakFinding } from './report.ts';
import { taskSlug } from './taskNames.ts';

/**
 * Refuses a model whose training rows hold an attribute that gives the label away, until the company excludes the
 * attribute or acknowledges that it was known before the outcome. Held-out rows cannot show this: they have the
 * attribute too. What Linkloop counts itself is replayed from dated facts and was known at its moment; such a column
 * is only reported.
 */
export function applyLeakRule(
  result: PipelineResult,
  task: HistoryTask,
  { acknowledged }: Pick<LearnedAttributes, 'acknowledged'>,
): PipelineResult {
  const leaks = columnLeaks(result.learnedFrom).map(({ kind, column, text }): LeakFinding => {
    const attribute = column.startsWith(attributePrefix) ? column.slice(attributePrefix.length) : null;
    const refuses = attribute !== null && !acknowledged.includes(attribute);
    const remedy = refuses ? remedyFor(task, attribute) : null;
    return { code: kind, column, text, refuses, remedy };
  });
  if (leaks.length === 0) return result;
  const { evaluation, gate } = result;
  const reasons = leaks.flatMap(({ refuses, text, remedy }) => (refuses ? [`${text} ${remedy}`] : []));
  return {
    ...result,
    evaluation: {
      ...evaluation,
      leaks,
      notes: [...evaluation.notes, ...leaks.flatMap(({ refuses, text }) => (refuses ? [] : [text]))],
    },
    gate: { passed: gate.passed && reasons.length === 0, reasons: [...gate.reasons, ...reasons] },
  };
}

function remedyFor(task: HistoryTask, attribute: string): string {
  const command = `linkloop train ${taskSlug(task)}`;
  const url = `/api/ml/${taskSlug(task)}/attributes`;
  const name = /^[\w.-]+$/.test(attribute) ? attribute : `"${attribute}"`;
  return `If not, learn without it: ${command} --exclude ${name}. If it was: ${command} --acknowledge ${name}. (PUT ${url} sets the same.)`;
}
