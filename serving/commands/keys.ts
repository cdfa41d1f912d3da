import { InvalidArgumentError } from 'commander';
import { ensureCompany, findCompany } from '../companies.ts';
import { createKey, type KeyRecord, listKeys, readScopes, revokeKey, type Scope, scopes } from '../keys.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';
import { table } from './table.ts';

/** `linkloop keys create|list|revoke` */
export const registerKeys: RegisterCommand = (program, line) => {
  const keys = program.command('keys').description('API keys of a company');
  keys
    .command('create')
    .description('make a key; it is shown this once')
    .requiredOption('--name <name>', 'what the key is for')
    .requiredOption(
      '--scopes <list>',
      `comma-separated: ${scopes.join(', ')} (admin may do everything)`,
      scopeList,
    )
    .option('--company <slug>', 'company the key belongs to, created when new', 'default')
    .addHelpText('after', '\nExample:\n  linkloop keys create --name crm --scopes predict,feedback')
    .action((options: { name: string; scopes: Scope[]; company: string }) => {
      return withApplication(async ({ database, clock }) => {
        const { id: companyId } = await ensureCompany(database, options.company, clock.now());
        const made = await createKey(
          database,
          { companyId, name: options.name, scopes: options.scopes },
          clock.now(),
        );
        line.note('Keep the key now; it cannot be shown again.');
        line.answer({ ...made, company: options.company }, made.key);
      });
    });
  keys
    .command('list')
    .description('show the keys of a company, without the keys themselves')
    .option('--company <slug>', 'company', 'default')
    .addHelpText('after', '\nExample:\n  linkloop keys list --company north')
    .action((options: { company: string }) =>
      withApplication(async ({ database }) => {
        const { id } = await findCompany(database, options.company);
        const found = await listKeys(database, id);
        line.answer({ keys: found }, found.length === 0 ? 'There is no key yet.' : table(found.map(shown)));
      }),
    );
  keys
    .command('revoke <key>')
    .description('take a key back, by id or prefix')
    .option('--company <slug>', 'company', 'default')
    .addHelpText('after', '\nExample:\n  linkloop keys revoke ll_Zk3v9Q')
    .action((which: string, options: { company: string }) =>
      withApplication(async ({ database, clock }) => {
        const { id } = await findCompany(database, options.company);
        const revoked = await revokeKey(database, id, which, clock.now());
        line.answer({ key: revoked }, `Revoked ${revoked.prefix} (${revoked.name}).`);
      }),
    );
};

function scopeList(text: string): Scope[] {
  try {
    return readScopes(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function shown({ prefix, name, scopes: own, recordedAt, revokedAt, id }: KeyRecord) {
  return { prefix, name, scopes: own.join(','), created: recordedAt, revoked: revokedAt, id };
}
