import { openApplication } from '../application.ts';
import { readSettings } from '../settings.ts';

type Application = Awaited<ReturnType<typeof openApplication>>;

/** Opens what a command works on, and closes it whatever happens. */
export async function withApplication<T>(work: (application: Application) => Promise<T>): Promise<T> {
  const application = await openApplication(readSettings());
  try {
    return await work(application);
  } finally {
    await application.close();
  }
}
