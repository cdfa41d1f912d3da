import { z } from 'zod';
import { importAnswer } from '../answers.ts';
import type { Fact } from '../world/fact.ts';
import { leadRow } from '../world/leads.ts';
import { ask } from './ask.ts';
import type { Scene } from './run.ts';

const order = ['customers', 'leads', 'appointments', 'transactions', 'interactions'] as const;

/** Imports rows of one entity. */
export async function importRows(
  scene: Scene,
  entity: (typeof order)[number],
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  if (rows.length === 0) return;
  const answer = await ask(
    scene,
    `import ${entity}`,
    () => scene.client.post(`/api/import/${entity}`, { rows }),
    importAnswer,
  );
  scene.record.sent.rows += rows.length;
  scene.record.sent.rejected += answer?.rejected?.length ?? 0;
}

/** Books in what the company's own systems learned in (from, to]: records, visits, payments, leads, complaints. */
export async function bookIn(scene: Scene, from: number, to: number): Promise<void> {
  const { world } = scene.run;
  const facts = world.facts.filter((fact) => fact.at > from && fact.at <= to);
  for (const entity of order) {
    if (entity === 'leads') {
      const leads = world.leads.filter((lead) => lead.at > from && lead.at <= to);
      await importRows(scene, 'leads', leads.map(leadRow));
    } else if (entity === 'interactions') {
      // Complaints are live events, not a file of rows.
      await scene.client.each(rowsOf(facts, entity), async (row) => {
        await ask(
          scene,
          'event',
          () => scene.client.post('/api/feedback/events', { entity, row }),
          z.unknown(),
        );
        scene.record.sent.rows++;
      });
    } else {
      await importRows(scene, entity, rowsOf(facts, entity));
    }
  }
}

/** Rows of an entity in time order; of several states of the same thing only the last. */
function rowsOf(facts: readonly Fact[], entity: Fact['entity']): Readonly<Record<string, unknown>>[] {
  const last = new Map<unknown, Readonly<Record<string, unknown>>>();
  for (const fact of facts) if (fact.entity === entity) last.set(fact.row.externalId, fact.row);
  return [...last.values()];
}
