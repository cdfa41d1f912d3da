import { Problem } from '../base/problem.ts';
import { Task } from '../prisma/generated/enums.ts';

/** Every task, in the order in which a weekly loop trains them: the others build on who is who. */
export const tasks: readonly Task[] = [Task.linking, Task.churn, Task.clv, Task.nba, Task.lead_score];

/** The task as URLs and the command line write it: linking, nba, clv, churn, lead-score. */
export function taskSlug(task: Task): string {
  return task.replaceAll('_', '-');
}

/** @throws Problem invalid_input for anything but a task's slug (or its name in the database). */
export function parseTask(text: string): Task {
  const task = tasks.find((candidate) => candidate === text || taskSlug(candidate) === text);
  if (task === undefined) {
    throw new Problem('invalid_input', `There is no task "${text}".`, {
      findings: [
        { path: 'task', message: 'unknown task', received: text, allowed: tasks.map(taskSlug).join(', ') },
      ],
    });
  }
  return task;
}
