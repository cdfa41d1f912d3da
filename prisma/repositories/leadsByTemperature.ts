import type { Queryable } from '../queryable.ts';
import type { PageEnd } from './page.ts';
import { stillThere } from './stillThere.ts';

export interface LeadTemperature {
  readonly leadId: string;
  readonly leadExternalId: string | null;
  readonly predictionId: string;
  readonly result: {
    readonly score: number;
    readonly temperature: 'hot' | 'warm' | 'cold';
    readonly probability: number;
  };
  readonly asOf: Date;
}

/**
 * The open leads whose newest answer is of a temperature, most probable first, ties by id; those after `after` in that
 * order.
 */
export async function leadsByTemperature(
  client: Queryable,
  companyId: string,
  page: {
    readonly temperature: string;
    readonly now: Date;
    readonly limit: number;
    readonly after: PageEnd | null;
  },
): Promise<LeadTemperature[]> {
  const { rows } = await client.query<LeadTemperature>(
    `select newest."leadId", s.external_id as "leadExternalId", "predictionId", result, "asOf" from (
       select distinct on (p.subject_id) p.subject_id as "leadId", p.id as "predictionId", p.result, p.as_of as "asOf",
         (p.result ->> 'probability')::float8 as probability
       from prediction p where p.company_id = $1 and p.task = 'lead_score' and p.subject_type = 'lead'
       order by p.subject_id, p.recorded_at desc, p.id desc
     ) newest join lead s on s.company_id = $1 and s.id = newest."leadId"
     where result ->> 'temperature' = $3 and ${stillThere('lead', '$2')}
       and ($4::float8 is null or (probability, "leadId") < ($4, $5::uuid))
     order by probability desc, "leadId" desc limit $6`,
    [companyId, page.now, page.temperature, page.after?.key ?? null, page.after?.id ?? null, page.limit],
  );
  return rows;
}
