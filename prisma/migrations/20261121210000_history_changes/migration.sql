-- What processes that keep histories in memory must hear of before they use one.

-- CreateTable
CREATE TABLE "history_change" (
    "id" BIGSERIAL NOT NULL,
    "company_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "fact_id" UUID,
    "customer_id" UUID,
    "lead_id" UUID,
    "transaction_id" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "history_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "history_change_transaction_id_id_idx" ON "history_change"("transaction_id", "id");

-- AddForeignKey
ALTER TABLE "history_change" ADD CONSTRAINT "history_change_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Notes which facts a statement added, changed or removed, whoever wrote it: nobody can forget to. An update that leaves
-- alone what histories show is no change. A statement of more than a hundred rows (of an update, before and after) is
-- noted once per company: an import pays for one row, and reading histories anew costs less than following so much.
--
-- The trigger says of its table: the source in histories; the fact, its customer and its lead, as expressions over a
-- row; and the columns that histories show.
CREATE FUNCTION "note_history_change"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids text := format('company_id, %s AS fact_id, %s AS customer_id, %s AS lead_id', TG_ARGV[1], TG_ARGV[2], TG_ARGV[3]);
  seen text := format('SELECT %s, %s', ids, TG_ARGV[4]);
  facts text := CASE TG_OP
    WHEN 'INSERT' THEN format('SELECT %s FROM added', ids)
    WHEN 'DELETE' THEN format('SELECT %s FROM removed', ids)
    ELSE format('(%1$s FROM added EXCEPT %1$s FROM removed) UNION ALL (%1$s FROM removed EXCEPT %1$s FROM added)', seen)
  END;
BEGIN
  EXECUTE format(
    'WITH few AS MATERIALIZED (%1$s LIMIT 101), many AS (SELECT count(*) > 100 AS are FROM few)
     INSERT INTO history_change (company_id, source, fact_id, customer_id, lead_id)
     SELECT DISTINCT company_id, %2$L, fact_id, customer_id, lead_id FROM few WHERE NOT (SELECT are FROM many)
     UNION ALL
     SELECT DISTINCT company_id, ''company'', NULL::uuid, NULL::uuid, NULL::uuid FROM %3$s WHERE (SELECT are FROM many)',
    facts, TG_ARGV[0], CASE TG_OP WHEN 'DELETE' THEN 'removed' ELSE 'added' END);
  RETURN NULL;
END
$$;

-- Source `entity`: who somebody is, or what belongs to them; their whole history is read anew. Rows whose first version,
-- or whose link, the database or the writer adds with them are noted there, and need no note of their own.
DO $$
DECLARE
  noted record;
  operation text;
BEGIN
  FOR noted IN SELECT * FROM (VALUES
    ('transaction', '{INSERT,UPDATE,DELETE}'::text[], 'transactions', 'id', 'customer_id', 'NULL::uuid',
      'amount, product, occurred_at, recorded_at'),
    ('identity_link', '{INSERT,UPDATE,DELETE}', 'calls', 'call_id', 'customer_id', 'NULL::uuid',
      'id, probability, recorded_at, retracted_at'),
    ('call', '{UPDATE}', 'calls', 'id', 'NULL::uuid', 'NULL::uuid',
      'duration_seconds, service, occurred_at, recorded_at'),
    ('appointment_version', '{INSERT,UPDATE,DELETE}', 'appointments', 'appointment_id', 'customer_id', 'lead_id',
      'service, status, scheduled_at, recorded_at'),
    ('appointment', '{UPDATE}', 'appointments', 'id', 'NULL::uuid', 'NULL::uuid', 'occurred_at'),
    ('interaction', '{INSERT,UPDATE,DELETE}', 'interactions', 'id', 'customer_id', 'lead_id',
      'action, direction, propensity, prediction_id, occurred_at, recorded_at'),
    ('outcome', '{INSERT,UPDATE,DELETE}', 'outcomes', 'id',
      'CASE WHEN subject_type = ''customer'' THEN subject_id END', 'CASE WHEN subject_type = ''lead'' THEN subject_id END',
      'kind, value, interaction_id, prediction_id, occurred_at, recorded_at, retracted_at'),
    ('attribute_snapshot', '{INSERT,UPDATE,DELETE}', 'attributes', 'id',
      'CASE WHEN subject_type = ''customer'' THEN subject_id END', 'CASE WHEN subject_type = ''lead'' THEN subject_id END',
      'attributes, source, occurred_at, recorded_at'),
    ('lead_version', '{INSERT,UPDATE,DELETE}', 'entity', 'NULL::uuid', 'customer_id', 'lead_id',
      'source, value, recorded_at'),
    ('lead', '{UPDATE,DELETE}', 'entity', 'NULL::uuid', 'NULL::uuid', 'id', 'occurred_at, recorded_at'),
    ('customer', '{UPDATE,DELETE}', 'entity', 'NULL::uuid', 'id', 'NULL::uuid', 'occurred_at, recorded_at'),
    ('customer_merge', '{INSERT,UPDATE,DELETE}', 'entity', 'NULL::uuid', 'into_id', 'NULL::uuid',
      'id, recorded_at, retracted_at'),
    ('erasure', '{INSERT,UPDATE,DELETE}', 'entity', 'NULL::uuid',
      'CASE WHEN subject_type = ''customer'' THEN subject_id END', 'CASE WHEN subject_type = ''lead'' THEN subject_id END',
      'subject_type')
  ) AS tables ("of", operations, source, fact, customer, lead, content)
  LOOP
    FOREACH operation IN ARRAY noted.operations LOOP
      EXECUTE format(
        'CREATE TRIGGER %I AFTER %s ON %I REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION note_history_change(%L, %L, %L, %L, %L)',
        noted.of || '_' || lower(operation) || '_noted', operation, noted.of,
        CASE operation
          WHEN 'INSERT' THEN 'NEW TABLE AS added'
          WHEN 'DELETE' THEN 'OLD TABLE AS removed'
          ELSE 'OLD TABLE AS removed NEW TABLE AS added'
        END,
        noted.source, noted.fact, noted.customer, noted.lead, noted.content);
    END LOOP;
  END LOOP;
END
$$;
