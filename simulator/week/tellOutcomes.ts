import { z } from 'zod';
import { ask } from './ask.ts';
import type { Scene } from './run.ts';

/** Tells the service the outcomes that became known in (from, to]. Without feedback they are known to nobody. */
export async function tellOutcomes(scene: Scene, from: number, to: number): Promise<void> {
  const { run } = scene;
  const due = run.lateOutcomes.filter((outcome) => outcome.at <= to);
  run.lateOutcomes = run.lateOutcomes.filter((outcome) => outcome.at > to);
  if (!scene.feedback) return;
  const departures = run.world.departures.filter(({ at }) => at > from && at <= to);
  const rows = [...due, ...departures].sort((a, b) => a.at - b.at).map(({ row }) => row);
  await scene.client.each(rows, async (row) => {
    const sent = await ask(
      scene,
      'outcome',
      () => scene.client.post('/api/feedback/outcomes', row),
      z.unknown(),
    );
    if (sent !== null) scene.record.sent.outcomes++;
  });
}
