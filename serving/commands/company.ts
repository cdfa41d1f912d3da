import { InvalidArgumentError } from 'commander';
import type { Company } from '../../prisma/generated/client.ts';
import { type CompanySettings, changeCompany, createCompany } from '../companies.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';
import { table } from './table.ts';

/** `linkloop company create|list|set` */
export const registerCompany: RegisterCommand = (program, line) => {
  const company = program.command('company').description('companies and their settings');
  company
    .command('list')
    .description('show all companies')
    .addHelpText('after', '\nExample:\n  linkloop company list')
    .action(() =>
      withApplication(async ({ database }) => {
        const companies = await database.prisma.company.findMany({ orderBy: { slug: 'asc' } });
        const rows = companies.map(shown);
        line.answer({ companies: rows }, rows.length === 0 ? 'There is no company yet.' : table(rows));
      }),
    );
  for (const verb of ['create', 'set'] as const) {
    company
      .command(`${verb} <slug>`)
      .description(verb === 'create' ? 'add a company' : 'change the settings of a company')
      .option('--name <name>', 'name for people')
      .option('--timezone <zone>', 'IANA time zone in which hours and weekdays are read, e.g. Europe/Berlin')
      .option('--region <region>', 'ISO 3166 region of phone numbers without a country code, e.g. DE')
      .option('--currency <currency>', 'ISO 4217 currency, e.g. EUR')
      .option(
        '--wrong-link-limit <share>',
        'largest share of automatic links that may be wrong, 0 to 1',
        share,
      )
      .addHelpText(
        'after',
        `\nExample:\n  linkloop company ${verb} north --timezone Europe/Berlin --wrong-link-limit 0.005`,
      )
      .action((slug: string, settings: CompanySettings) =>
        withApplication(async ({ database, clock }) => {
          const saved =
            verb === 'create'
              ? await createCompany(database, slug, settings, clock.now())
              : await changeCompany(database, slug, settings, clock.now());
          line.answer({ company: shown(saved) }, table([shown(saved)]));
        }),
      );
  }
};

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It is not a number from 0 to 1.');
  return value;
}

function shown({ slug, name, timezone, region, currency, wrongLinkLimit }: Company) {
  return { slug, name, timezone, region, currency, wrongLinkLimit };
}
