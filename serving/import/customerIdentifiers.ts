import { uuid } from '../../base/uuid.ts';
import { identifiersOf } from '../../features/identity/identifiers.ts';
import { type CopyValue, stageRows } from '../../prisma/copyRows.ts';
import type { Writable, WriteContext } from './writeContext.ts';

export interface NewEvidence {
  readonly customerId: string;
  readonly claims: Pick<
    Writable<'customers'>,
    | 'name'
    | 'givenName'
    | 'familyName'
    | 'phone'
    | 'email'
    | 'dateOfBirth'
    | 'street'
    | 'houseNumber'
    | 'postalCode'
    | 'city'
  >;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

/**
 * Adds identity evidence that is not known yet; what is known, and what somebody retracted, stays as it is.
 * Returns the customers that got some.
 */
export async function writeIdentifiers(
  { client, companyId, region }: WriteContext,
  evidence: readonly NewEvidence[],
): Promise<Set<string>> {
  await stageRows(
    client,
    'staged_identifier',
    {
      id: 'uuid',
      customer_id: 'uuid',
      kind: 'identifier_kind',
      value: 'text',
      normalized: 'text',
      parts: 'jsonb',
      occurred_at: 'timestamptz',
      recorded_at: 'timestamptz',
    },
    (function* (): Generator<CopyValue[]> {
      for (const { customerId, claims, occurredAt, recordedAt } of evidence) {
        for (const { kind, value, normalized, parts } of identifiersOf(claims, { region })) {
          yield [uuid(), customerId, kind, value, normalized, JSON.stringify(parts), occurredAt, recordedAt];
        }
      }
    })(),
  );
  const { rows } = await client.query<{ id: string }>(
    `insert into customer_identifier
       (id, company_id, customer_id, kind, value, normalized, parts, occurred_at, recorded_at)
     select id, $1, customer_id, kind, value, normalized, parts, occurred_at, recorded_at from staged_identifier
     on conflict (customer_id, kind, normalized) do nothing
     returning customer_id as id`,
    [companyId],
  );
  return new Set(rows.map(({ id }) => id));
}
