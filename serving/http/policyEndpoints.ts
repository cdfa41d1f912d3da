import type { z } from 'zod';
import { insertAudit } from '../../prisma/repositories/auditLog.ts';
import { findCompany, setCompanySetting } from '../../prisma/repositories/companies.ts';
import type { Application } from '../application.ts';
import { type Endpoint, endpoint } from './endpoint.ts';

/** Where the models of the company asking are found. */
interface PolicyModels {
  readonly application: Application;
  readonly companyId: string;
}

/** A part of a company's settings that can be read and replaced. */
export interface PolicyPart<S extends z.ZodType> {
  readonly url: string;
  readonly tag: string;
  /** Key in the settings. */
  readonly key: string;
  readonly schema: S;
  /** What it decides, to complete "Shows ..." and "Sets ...". */
  readonly what: string;
  readonly description: string;
  /** From the company's settings, with defaults, which may be those of a model in force. */
  readonly read: (settings: unknown, models: PolicyModels) => z.input<S> | Promise<z.input<S>>;
}

/** How a part of the settings is read and replaced. A change is in force at once, and in the audit log. */
export function policyEndpoints<S extends z.ZodType>(part: PolicyPart<S>): Endpoint[] {
  const { url, tag, key, schema, what, description, read } = part;
  return [
    endpoint({
      method: 'get',
      url,
      tag,
      summary: `Shows ${what}`,
      description: 'What the company has not set is answered with its default.',
      scopes: ['predict', 'operate'],
      writes: false,
      answers: { 200: schema },
      async handle({ application, caller: { companyId } }) {
        const company = await findCompany(application.database.pool, { id: companyId });
        return { status: 200, body: await read(company?.settings, { application, companyId }) };
      },
    }),
    endpoint({
      method: 'put',
      url,
      tag,
      summary: `Sets ${what}`,
      description: `${description} Replaces what was set; in force at once, and in the audit log.`,
      scopes: ['operate'],
      body: schema,
      writes: true,
      answers: { 200: schema },
      async handle({ application, body, caller: { companyId, name }, now, commit }) {
        const answer = await commit(async (client) => {
          const before = await setCompanySetting(client, companyId, key, body, now);
          await insertAudit(client, {
            companyId,
            actor: name,
            action: 'policy.set',
            subject: key,
            detail: { before, after: body },
            recordedAt: now,
          });
          return { status: 200, body: body as z.input<S> };
        });
        await application.changes.catchUp();
        return answer;
      },
    }),
  ];
}
