import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SettableClock } from '../base/clock.ts';
import type { CompanyRecord } from '../prisma/repositories/companies.ts';
import { type Application, openApplication } from '../serving/application.ts';
import { playDemo } from '../serving/demo/playDemo.ts';
import { readSettings } from '../serving/settings.ts';
import { pastFingerprint } from './pastFingerprint.ts';

/** A simulated call centre with a past, after some weeks of reviews, corrections and retraining. */
export interface CallCentre {
  readonly application: Application;
  readonly companyId: string;
  readonly company: CompanyRecord;
  /** The moment at which the weeks that were played end; the application's clock stands there. */
  readonly now: Date;
  /** Rows of a query; `$1` is the company's id. */
  rows<Row extends object>(sql: string, ...values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const dataDirectory = fileURLToPath(new URL('.data', import.meta.url));
const slug = 'notebooks';
const weeks = 2;
const seed = 11;

/**
 * Opens the call centre that all notebooks share. The first time, and whenever the program has changed since, it is
 * played first, which takes some minutes.
 */
export async function openCallCentre(): Promise<CallCentre> {
  const settings = {
    ...readSettings({ LINKLOOP_DATA: dataDirectory, LOG_LEVEL: 'warn' }),
    port: 0,
  };
  const finished = join(dataDirectory, 'played');
  const past = await pastFingerprint(fileURLToPath(new URL('..', import.meta.url)), { slug, weeks, seed });
  const known = await readFile(finished, 'utf8').catch(() => null);
  if (known !== past) {
    await rm(dataDirectory, { recursive: true, force: true });
    const why = known === null ? '' : ', because the program has changed since they were played';
    process.stderr.write(`Playing ${weeks} weeks of a call centre for the notebooks${why}\n`);
    const run = await playDemo({
      settings,
      seed,
      weeks,
      feedback: true,
      company: slug,
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    await run.service.close();
    await run.application.close();
    await writeFile(finished, past);
  }
  const clock = new SettableClock(new Date());
  const application = await openApplication(settings, { clock, onFirstKey: () => {} });
  const { pool, prisma } = application.database;
  const { id } = await prisma.company.findUniqueOrThrow({ where: { slug } });
  const rows = async <Row extends object>(sql: string, ...values: readonly unknown[]) =>
    (await pool.query(sql, [id, ...values])).rows as Row[];
  const [last] = await rows<{ now: Date }>(
    'select max(recorded_at) as now from outcome where company_id = $1',
  );
  clock.set(last!.now);
  return {
    application,
    companyId: id,
    company: await application.companies(id),
    now: last!.now,
    rows,
    close: () => application.close(),
  };
}
