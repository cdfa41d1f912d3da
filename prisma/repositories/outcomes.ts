import { uuid } from '../../base/uuid.ts';
import type { SubjectType } from '../generated/enums.ts';
import type { Queryable } from '../queryable.ts';

/** What is told became of a lead, a customer or a call. Undefined leaves what is known as it is. */
export interface ToldOutcome {
  /** Key in the source system; null: nothing will be told of it again. */
  readonly externalId: string | null;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly kind: string;
  /** In company currency. */
  readonly value?: number | null | undefined;
  readonly interactionId?: string | null | undefined;
  readonly predictionId?: string | null | undefined;
  readonly occurredAt: Date;
  /** When it became known, if it is new. */
  readonly recordedAt: Date;
  /** When what changed became known, as far as the source says so. */
  readonly changedAt?: Date | undefined;
}

export interface WrittenOutcome {
  readonly id: string;
  readonly status: 'imported' | 'updated' | 'unchanged';
}

interface OutcomeRow {
  readonly id: string;
  readonly externalId: string | null;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly kind: string;
  readonly value: number | null;
  readonly interactionId: string | null;
  readonly predictionId: string | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

/**
 * Writes outcomes, with distinct external ids: the only way they are written. One that says something else than what
 * stands under its external id retracts that, takes its id over and stands from when the change was known
 * (`changedAt` where that is news, else `now`). One that says the same changes nothing, unless it was known earlier
 * than was thought. Answers in the order of `told`.
 */
export async function recordOutcomes(
  client: Queryable,
  companyId: string,
  told: readonly ToldOutcome[],
  now: Date,
): Promise<WrittenOutcome[]> {
  const written = new Map<ToldOutcome, WrittenOutcome>();
  for (let open = told; open.length > 0; open = told.filter((one) => !written.has(one))) {
    const standing = await standingOutcomes(client, companyId, open);
    const retracted: Moment[] = [];
    const earlier: Moment[] = [];
    const added: { one: ToldOutcome; row: OutcomeRow; isNew: boolean }[] = [];
    for (const one of open) {
      const known = one.externalId === null ? undefined : standing.get(one.externalId);
      const row = rowOf(one, known);
      if (known === undefined) added.push({ one, row, isNew: true });
      else if (isEqual(row, known)) {
        const since = one.changedAt && one.changedAt < known.recordedAt ? one.changedAt : undefined;
        if (since) earlier.push({ id: known.id, at: since });
        written.set(one, { id: known.id, status: since ? 'updated' : 'unchanged' });
      } else {
        const latest = (a: Date, b: Date) => (a > b ? a : b);
        const news = one.changedAt !== undefined && one.changedAt > known.recordedAt;
        const recordedAt = news ? one.changedAt : latest(now, known.recordedAt);
        retracted.push({ id: known.id, at: recordedAt });
        added.push({ one, row: { ...row, id: known.id, recordedAt }, isNew: false });
      }
    }
    await knewEarlier(client, earlier);
    await retract(client, retracted);
    const inserted = await insertOutcomes(
      client,
      companyId,
      added.map(({ row }) => row),
    );
    // What another transaction has added meanwhile is compared with in the next round.
    for (const { one, row, isNew } of added)
      if (inserted.has(row.id)) written.set(one, { id: row.id, status: isNew ? 'imported' : 'updated' });
  }
  return told.map((one) => written.get(one)!);
}

/** What stands under the external ids, locked, so that it is replaced once. */
async function standingOutcomes(
  client: Queryable,
  companyId: string,
  told: readonly ToldOutcome[],
): Promise<Map<string, OutcomeRow>> {
  const externalIds = told.flatMap(({ externalId }) => externalId ?? []);
  if (externalIds.length === 0) return new Map();
  const { rows } = await client.query<OutcomeRow & { externalId: string }>(
    `select id, external_id as "externalId", subject_type as "subjectType", subject_id as "subjectId", kind, value,
       interaction_id as "interactionId", prediction_id as "predictionId", occurred_at as "occurredAt",
       recorded_at as "recordedAt"
     from outcome where company_id = $1 and external_id = any($2) and retracted_at is null order by id for update`,
    [companyId, externalIds],
  );
  return new Map(rows.map((row) => [row.externalId, row]));
}

function rowOf(one: ToldOutcome, known: OutcomeRow | undefined): OutcomeRow {
  const { externalId, subjectType, subjectId, kind, occurredAt, recordedAt } = one;
  const told = <T>(value: T | undefined, before: T | undefined) => (value === undefined ? before : value);
  return {
    id: uuid(),
    externalId,
    subjectType,
    subjectId,
    kind,
    value: told(one.value, known?.value) ?? null,
    interactionId: told(one.interactionId, known?.interactionId) ?? null,
    // As the database writes it: a difference of letter case would be a change.
    predictionId:
      told(one.predictionId === null ? null : one.predictionId?.toLowerCase(), known?.predictionId) ?? null,
    occurredAt,
    recordedAt,
  };
}

function isEqual(one: OutcomeRow, other: OutcomeRow): boolean {
  return (
    one.subjectType === other.subjectType &&
    one.subjectId === other.subjectId &&
    one.kind === other.kind &&
    one.value === other.value &&
    one.interactionId === other.interactionId &&
    one.predictionId === other.predictionId &&
    one.occurredAt.getTime() === other.occurredAt.getTime()
  );
}

interface Moment {
  readonly id: string;
  readonly at: Date;
}

async function knewEarlier(client: Queryable, moments: readonly Moment[]): Promise<void> {
  if (moments.length === 0) return;
  await client.query(
    `update outcome o set recorded_at = m.at from unnest($1::uuid[], $2::timestamptz[]) m(id, at) where o.id = m.id`,
    [moments.map(({ id }) => id), moments.map(({ at }) => at)],
  );
}

/** Hands the ids on to what takes their place. What never stood for a moment is not worth keeping. */
async function retract(client: Queryable, moments: readonly Moment[]): Promise<void> {
  if (moments.length === 0) return;
  const values = [moments.map(({ id }) => id), moments.map(({ at }) => at)];
  await client.query(
    `delete from outcome o using unnest($1::uuid[], $2::timestamptz[]) m(id, at)
     where o.id = m.id and o.recorded_at = m.at`,
    values,
  );
  await client.query(
    `update outcome o set id = m.former, retracted_at = m.at
     from unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) m(id, at, former) where o.id = m.id`,
    [...values, moments.map(() => uuid())],
  );
}

/** Returns the ids of those that were not there yet. */
async function insertOutcomes(
  client: Queryable,
  companyId: string,
  rows: readonly OutcomeRow[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const column = (name: keyof OutcomeRow) => rows.map((row) => row[name]);
  const { rows: inserted } = await client.query<{ id: string }>(
    `insert into outcome (id, company_id, external_id, subject_type, subject_id, kind, value, interaction_id,
       prediction_id, occurred_at, recorded_at)
     select id, $1, external_id, subject_type, subject_id, kind, value, interaction_id, prediction_id, occurred_at,
       recorded_at
     from unnest($2::uuid[], $3::text[], $4::subject_type[], $5::uuid[], $6::text[], $7::float8[], $8::uuid[],
       $9::uuid[], $10::timestamptz[], $11::timestamptz[])
       told(id, external_id, subject_type, subject_id, kind, value, interaction_id, prediction_id, occurred_at,
         recorded_at)
     on conflict (company_id, external_id) where retracted_at is null do nothing
     returning id`,
    [
      companyId,
      column('id'),
      column('externalId'),
      column('subjectType'),
      column('subjectId'),
      column('kind'),
      column('value'),
      column('interactionId'),
      column('predictionId'),
      column('occurredAt'),
      column('recordedAt'),
    ],
  );
  return new Set(inserted.map(({ id }) => id));
}
