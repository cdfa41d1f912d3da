/**
 * Plays a scoring run in a process of its own, so that a test can see it killed: after two pages of four it kills itself.
 * Arguments: database URL, data folder, run id.
 */
import { openApplication } from '../../../serving/application.ts';
import { playScoringRun } from '../../../serving/scoring/playScoringRun.ts';
import { readSettings } from '../../../serving/settings.ts';

const [url, dataDirectory, runId] = process.argv.slice(2);
const application = await openApplication(
  readSettings({
    DATABASE_URL: url!,
    LINKLOOP_DATA: dataDirectory!,
    LINKLOOP_NOW: '2025-03-10T09:00:00Z',
    LOG_LEVEL: 'fatal',
  }),
  { onFirstKey: () => {} },
);
await playScoringRun(application, runId!, {
  signal: new AbortController().signal,
  pageSize: 4,
  onProgress: ({ done }) => {
    if (done === 8) process.kill(process.pid, 'SIGKILL');
  },
});
