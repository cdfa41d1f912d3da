-- What schema.prisma cannot say. NaN sorts above every number in PostgreSQL, so BETWEEN refuses it too.

ALTER TABLE "company"
  ADD CONSTRAINT "company_wrong_link_limit_check" CHECK ("wrong_link_limit" BETWEEN 0 AND 1);

ALTER TABLE "customer"
  ADD CONSTRAINT "customer_merged_check" CHECK (("status" <> 'merged' OR "merged_into_id" IS NOT NULL) AND "merged_into_id" <> "id");

ALTER TABLE "customer_identifier"
  ADD CONSTRAINT "customer_identifier_retracted_at_check" CHECK ("retracted_at" >= "recorded_at");

ALTER TABLE "call"
  ADD CONSTRAINT "call_duration_seconds_check" CHECK ("duration_seconds" >= 0 AND "duration_seconds" < 'Infinity');

ALTER TABLE "identity_link"
  ADD CONSTRAINT "identity_link_probability_check" CHECK ("probability" BETWEEN 0 AND 1),
  ADD CONSTRAINT "identity_link_retracted_at_check" CHECK ("retracted_at" >= "recorded_at");

ALTER TABLE "appointment"
  ADD CONSTRAINT "appointment_status_check" CHECK ("status" IN ('booked', 'attended', 'cancelled', 'no_show'));

ALTER TABLE "lead"
  ADD CONSTRAINT "lead_value_check" CHECK ("value" > '-Infinity' AND "value" < 'Infinity');

ALTER TABLE "interaction"
  ADD CONSTRAINT "interaction_direction_check" CHECK ("direction" IN ('outbound', 'inbound')),
  ADD CONSTRAINT "interaction_propensity_check" CHECK ("propensity" BETWEEN 0 AND 1);

ALTER TABLE "transaction"
  ADD CONSTRAINT "transaction_amount_check" CHECK ("amount" > '-Infinity' AND "amount" < 'Infinity');

ALTER TABLE "outcome"
  ADD CONSTRAINT "outcome_value_check" CHECK ("value" > '-Infinity' AND "value" < 'Infinity');

ALTER TABLE "prediction"
  ADD CONSTRAINT "prediction_arm_check" CHECK ("arm" IN ('champion', 'challenger')),
  ADD CONSTRAINT "prediction_confidence_check" CHECK ("confidence" BETWEEN 0 AND 1);

ALTER TABLE "review_task"
  ADD CONSTRAINT "review_task_propensity_check" CHECK ("propensity" > 0 AND "propensity" <= 1);

ALTER TABLE "review_decision"
  ADD CONSTRAINT "review_decision_seconds_check" CHECK ("seconds" >= 0 AND "seconds" < 'Infinity');

ALTER TABLE "dataset_snapshot"
  ADD CONSTRAINT "dataset_snapshot_row_count_check" CHECK ("row_count" >= 0),
  ADD CONSTRAINT "dataset_snapshot_as_of_check" CHECK ("as_of_from" <= "as_of_to");

ALTER TABLE "training_run"
  ADD CONSTRAINT "training_run_attempts_check" CHECK ("attempts" >= 0);

ALTER TABLE "model_version"
  ADD CONSTRAINT "model_version_version_check" CHECK ("version" >= 1);

ALTER TABLE "alias_ledger"
  ADD CONSTRAINT "alias_ledger_alias_check" CHECK ("alias" IN ('champion', 'challenger'));

ALTER TABLE "experiment"
  ADD CONSTRAINT "experiment_share_check" CHECK ("share" BETWEEN 0 AND 1),
  ADD CONSTRAINT "experiment_stopped_at_check" CHECK ("stopped_at" >= "started_at");

ALTER TABLE "exposure"
  ADD CONSTRAINT "exposure_arm_check" CHECK ("arm" IN ('champion', 'challenger'));

ALTER TABLE "idempotency_key"
  ADD CONSTRAINT "idempotency_key_status_check" CHECK ("status" BETWEEN 100 AND 599);

ALTER TABLE "import_run"
  ADD CONSTRAINT "import_run_rows_check" CHECK ("rows_done" >= 0 AND "rows_imported" >= 0 AND "rows_rejected" >= 0);

-- The ledger is the audit trail of what answered when: rows are only ever added.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "alias_ledger_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "alias_ledger"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- A registered model is written once; only whole versions may be removed.
CREATE TRIGGER "model_version_immutable" BEFORE UPDATE ON "model_version"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Whoever appends wakes the readers when it commits; equal notifications of one transaction are sent once.
CREATE FUNCTION "outbox_notify"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('linkloop_outbox', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER "outbox_notify" AFTER INSERT ON "outbox"
  FOR EACH STATEMENT EXECUTE FUNCTION "outbox_notify"();
