import type { Queryable } from '../queryable.ts';

/** Failed attempts after which a call is left alone until new evidence asks for it again. */
const mostAttempts = 5;

/** Something became known about these customers: open calls that share it are to be looked for. */
export async function noteEvidence(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
  recordedAt: Date,
): Promise<void> {
  if (customerIds.length === 0) return;
  await client.query(
    `insert into evidence_change (company_id, customer_id, recorded_at)
     select $1, id, $3 from unnest($2::uuid[]) id group by id order by id
     on conflict (company_id, customer_id) do update set recorded_at = greatest(evidence_change.recorded_at, $3)`,
    [companyId, customerIds, recordedAt],
  );
}

interface EvidenceChange {
  readonly customerId: string;
  readonly recordedAt: Date;
}

/** Takes up to `limit` noted changes, oldest first; those another transaction has taken are skipped. */
export async function takeEvidence(
  client: Queryable,
  companyId: string,
  limit: number,
): Promise<EvidenceChange[]> {
  const { rows } = await client.query<EvidenceChange>(
    `delete from evidence_change where (company_id, customer_id) in (
       select company_id, customer_id from evidence_change where company_id = $1
       order by recorded_at, customer_id limit $2 for update skip locked)
     returning customer_id as "customerId", recorded_at as "recordedAt"`,
    [companyId, limit],
  );
  return rows;
}

export interface ResolutionRequest {
  readonly callId: string;
  readonly reason: 'evidence' | 'unmerge';
  /** When the evidence became known. */
  readonly recordedAt: Date;
}

/** Asks for calls to be resolved again; one that is asked for already keeps the newest moment. */
export async function requestResolution(
  client: Queryable,
  companyId: string,
  callIds: readonly string[],
  reason: ResolutionRequest['reason'],
  recordedAt: Date,
): Promise<void> {
  if (callIds.length === 0) return;
  await client.query(
    `insert into resolution_request (company_id, call_id, reason, recorded_at)
     select $1, id, $3, $4 from unnest($2::uuid[]) id group by id order by id
     on conflict (company_id, call_id) do update
       set attempts = 0, recorded_at = greatest(resolution_request.recorded_at, $4)`,
    [companyId, callIds, reason, recordedAt],
  );
}

/**
 * The oldest request, with its call held until the transaction ends; null: none waits. Calls that somebody else holds
 * are skipped. The call is taken before anything else, as by everything that changes links.
 */
export async function takeRequest(client: Queryable, companyId: string): Promise<ResolutionRequest | null> {
  const { rows } = await client.query<ResolutionRequest>(
    `select r.call_id as "callId", r.reason, r.recorded_at as "recordedAt"
     from resolution_request r join call c on c.company_id = r.company_id and c.id = r.call_id
     where r.company_id = $1 and r.attempts < ${mostAttempts}
     order by r.attempts, r.recorded_at, r.call_id limit 1 for no key update of c skip locked`,
    [companyId],
  );
  return rows[0] ?? null;
}

/** The request is done, unless newer evidence has asked for the call again meanwhile. */
export async function finishRequest(
  client: Queryable,
  companyId: string,
  { callId, recordedAt }: ResolutionRequest,
): Promise<void> {
  await client.query(
    'delete from resolution_request where company_id = $1 and call_id = $2 and recorded_at <= $3',
    [companyId, callId, recordedAt],
  );
}

/** Notes that a request could not be worked off; it comes after those that have not failed. */
export async function noteFailure(client: Queryable, companyId: string, callId: string): Promise<void> {
  await client.query(
    'update resolution_request set attempts = attempts + 1 where company_id = $1 and call_id = $2',
    [companyId, callId],
  );
}

/** What waits: customers to look through the open calls for, and calls to resolve again. */
export async function countWaiting(
  client: Queryable,
  companyId: string,
): Promise<{ customers: number; calls: number }> {
  const { rows } = await client.query<{ customers: number; calls: number }>(
    `select (select count(*)::int from evidence_change where company_id = $1) as customers,
       (select count(*)::int from resolution_request where company_id = $1 and attempts < ${mostAttempts}) as calls`,
    [companyId],
  );
  return rows[0]!;
}

/** Companies for which anything waits. */
export async function companiesWaiting(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from company where exists (select 1 from evidence_change where company_id = company.id)
       or exists (select 1 from resolution_request where company_id = company.id and attempts < ${mostAttempts})
     order by id`,
  );
  return rows.map(({ id }) => id);
}
