import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { learnedAttributesOf } from '../../features/learnedAttributes.ts';
import type { Database } from '../../prisma/database.ts';
import { findCompany } from '../../prisma/repositories/companies.ts';
import { changeLearnedAttributes } from '../../serving/changeLearnedAttributes.ts';
import { seedCompany, testDatabase } from '../support/database.ts';

let database: Database;
let companyId: string;
beforeAll(async () => {
  database = await testDatabase();
  companyId = (await seedCompany(database)).id;
});
afterAll(() => database.close());

const change = (task: 'churn' | 'clv' | 'linking', names: { excluded?: string[]; acknowledged?: string[] }) =>
  changeLearnedAttributes(database, { companyId, task, actor: 'test', now: new Date() }, names);

test('what is added to one list leaves the other, task by task, and is in the audit log', async () => {
  await change('churn', { excluded: ['attribute.reason', 'score'] });
  const changed = await change('churn', { acknowledged: ['score', 'plan'] });
  expect(changed).toEqual({ excluded: ['reason'], acknowledged: ['plan', 'score'] });
  const company = await findCompany(database.pool, { id: companyId });
  expect(learnedAttributesOf(company?.settings, 'churn')).toEqual(changed);
  expect(learnedAttributesOf(company?.settings, 'clv')).toEqual({ excluded: [], acknowledged: [] });
  const { rows } = await database.pool.query(
    'select detail from audit_log where company_id = $1 and subject = $2 order by id',
    [companyId, 'churn.attributes'],
  );
  expect(rows.at(-1)?.detail).toEqual({
    before: { excluded: ['reason', 'score'], acknowledged: [] },
    after: changed,
  });
});

test('what contradicts itself, and linking, is refused', async () => {
  await expect(change('churn', { excluded: ['a'], acknowledged: ['attribute.a'] })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(change('linking', { excluded: ['a'] })).rejects.toMatchObject({ code: 'invalid_input' });
});
