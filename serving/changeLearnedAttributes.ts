import { Problem } from '../base/problem.ts';
import {
  attributePrefix,
  type LearnedAttributes,
  learnedAttributes,
  learnedAttributesKey,
  learnedAttributesOf,
} from '../features/learnedAttributes.ts';
import type { Database } from '../prisma/database.ts';
import type { Task } from '../prisma/generated/enums.ts';
import { insertAudit } from '../prisma/repositories/auditLog.ts';
import { findCompany, setCompanySetting } from '../prisma/repositories/companies.ts';
import { transaction } from '../prisma/transaction.ts';

/**
 * Adds to the attributes a task does not learn from, or that are acknowledged as known before the outcome; what is added
 * to one is taken out of the other. Written to the audit log.
 * @param change names as delivered or as datasets call them (`attribute.<name>`)
 * @throws Problem invalid_input for linking, a name in both lists or one that is too long
 */
export async function changeLearnedAttributes(
  database: Database,
  wanted: { readonly companyId: string; readonly task: Task; readonly actor: string; readonly now: Date },
  change: { readonly [list in keyof LearnedAttributes]?: readonly string[] },
): Promise<LearnedAttributes> {
  const { companyId, task, actor, now } = wanted;
  if (task === 'linking')
    throw new Problem(
      'invalid_input',
      'Linking learns from pairs of calls and customers, not from attributes.',
      {
        remedy: 'Leave out --exclude and --acknowledge.',
      },
    );
  const plain = (names: readonly string[] = []) =>
    names.map((name) => (name.startsWith(attributePrefix) ? name.slice(attributePrefix.length) : name));
  const added = { excluded: plain(change.excluded), acknowledged: plain(change.acknowledged) };
  const both = added.excluded.filter((name) => added.acknowledged.includes(name));
  if (both.length > 0)
    throw new Problem('invalid_input', `${both.join(', ')} cannot be both excluded and acknowledged.`, {
      remedy: 'Exclude what becomes known with the outcome or after it, acknowledge what was known before.',
    });
  const merged = (known: readonly string[], more: readonly string[], less: readonly string[]) =>
    [...new Set([...known, ...more])].filter((name) => !less.includes(name)).sort();
  return transaction(database, async (client) => {
    const key = learnedAttributesKey(task);
    const company = await findCompany(client, { id: companyId });
    const known = learnedAttributesOf(company?.settings, task);
    const parsed = learnedAttributes.safeParse({
      excluded: merged(known.excluded, added.excluded, added.acknowledged),
      acknowledged: merged(known.acknowledged, added.acknowledged, added.excluded),
    });
    if (!parsed.success)
      throw new Problem('invalid_input', 'The names of attributes cannot be used.', {
        findings: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
        remedy: 'Give up to 1000 names of up to 200 characters.',
      });
    const before = await setCompanySetting(client, companyId, key, parsed.data, now);
    await insertAudit(client, {
      companyId,
      actor,
      action: 'policy.set',
      subject: key,
      detail: { before, after: parsed.data },
      recordedAt: now,
    });
    return parsed.data;
  });
}
