-- CreateEnum
CREATE TYPE "task" AS ENUM ('linking', 'nba', 'clv', 'churn', 'lead_score');

-- CreateEnum
CREATE TYPE "customer_status" AS ENUM ('temporary', 'active', 'merged');

-- CreateEnum
CREATE TYPE "identifier_kind" AS ENUM ('name', 'phone', 'email', 'date_of_birth', 'address');

-- CreateEnum
CREATE TYPE "subject_type" AS ENUM ('customer', 'lead', 'call');

-- CreateEnum
CREATE TYPE "link_source" AS ENUM ('import', 'fallback', 'model', 'review', 'correction');

-- CreateEnum
CREATE TYPE "review_status" AS ENUM ('open', 'leased', 'decided', 'cancelled');

-- CreateEnum
CREATE TYPE "review_verdict" AS ENUM ('link', 'new_customer', 'unsure');

-- CreateEnum
CREATE TYPE "model_role" AS ENUM ('champion', 'challenger', 'fallback');

-- CreateEnum
CREATE TYPE "run_status" AS ENUM ('queued', 'running', 'succeeded', 'failed');

-- CreateTable
CREATE TABLE "company" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "timezone" TEXT NOT NULL DEFAULT 'Europe/Berlin',
    "region" TEXT NOT NULL DEFAULT 'DE',
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "wrong_link_limit" DOUBLE PRECISION NOT NULL DEFAULT 0.01,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "company_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "external_id" TEXT,
    "status" "customer_status" NOT NULL DEFAULT 'active',
    "merged_into_id" UUID,
    "display_name" TEXT,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_identifier" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" "identifier_kind" NOT NULL,
    "value" TEXT NOT NULL,
    "normalized" TEXT NOT NULL,
    "parts" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "retracted_at" TIMESTAMPTZ(6),

    CONSTRAINT "customer_identifier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "external_id" TEXT,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "duration_seconds" DOUBLE PRECISION,
    "service" TEXT,
    "claims" JSONB NOT NULL DEFAULT '{}',
    "transcript" TEXT,
    "attributes" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity_link" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "retracted_at" TIMESTAMPTZ(6),
    "source" "link_source" NOT NULL,
    "probability" DOUBLE PRECISION,
    "prediction_id" UUID,
    "correction_id" UUID,

    CONSTRAINT "identity_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_correction" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "external_id" TEXT,
    "call_id" UUID NOT NULL,
    "from_customer_id" UUID,
    "to_customer_id" UUID,
    "reviewer" TEXT NOT NULL,
    "note" TEXT,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "undone_at" TIMESTAMPTZ(6),

    CONSTRAINT "link_correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "appointment" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "external_id" TEXT,
    "customer_id" UUID,
    "lead_id" UUID,
    "call_id" UUID,
    "service" TEXT,
    "status" TEXT NOT NULL DEFAULT 'booked',
    "scheduled_at" TIMESTAMPTZ(6) NOT NULL,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "appointment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "external_id" TEXT,
    "customer_id" UUID,
    "source" TEXT,
    "value" DOUBLE PRECISION,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "interaction" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "external_id" TEXT,
    "lead_id" UUID,
    "customer_id" UUID,
    "action" TEXT NOT NULL,
    "direction" TEXT NOT NULL DEFAULT 'outbound',
    "propensity" DOUBLE PRECISION,
    "prediction_id" UUID,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "interaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transaction" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "external_id" TEXT,
    "customer_id" UUID NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "product" TEXT,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outcome" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "external_id" TEXT,
    "subject_type" "subject_type" NOT NULL,
    "subject_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "interaction_id" UUID,
    "prediction_id" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attribute_snapshot" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "subject_type" "subject_type" NOT NULL,
    "subject_id" UUID NOT NULL,
    "attributes" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "attribute_snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prediction" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "task" "task" NOT NULL,
    "subject_type" "subject_type" NOT NULL,
    "subject_id" UUID NOT NULL,
    "model_version_id" UUID,
    "role" "model_role" NOT NULL,
    "experiment_id" UUID,
    "arm" TEXT,
    "features" JSONB NOT NULL,
    "features_hash" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "propensities" JSONB,
    "as_of" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "prediction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_task" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "prediction_id" UUID NOT NULL,
    "candidates" JSONB NOT NULL,
    "priority" DOUBLE PRECISION NOT NULL,
    "reason" TEXT NOT NULL,
    "propensity" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "status" "review_status" NOT NULL DEFAULT 'open',
    "leased_by" TEXT,
    "lease_expires_at" TIMESTAMPTZ(6),
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "review_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_decision" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "reviewer" TEXT NOT NULL,
    "verdict" "review_verdict" NOT NULL,
    "customer_id" UUID,
    "correction_id" UUID,
    "seconds" DOUBLE PRECISION,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "undone_at" TIMESTAMPTZ(6),

    CONSTRAINT "review_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset_snapshot" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "task" "task" NOT NULL,
    "path" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "definition_hash" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "as_of_from" TIMESTAMPTZ(6) NOT NULL,
    "as_of_to" TIMESTAMPTZ(6) NOT NULL,
    "manifest" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "dataset_snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_run" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "task" "task" NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" "run_status" NOT NULL DEFAULT 'queued',
    "dataset_id" UUID,
    "report" JSONB,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "training_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_version" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "task" "task" NOT NULL,
    "version" INTEGER NOT NULL,
    "training_run_id" UUID NOT NULL,
    "artifact" BYTEA NOT NULL,
    "checksum" TEXT NOT NULL,
    "report" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alias_ledger" (
    "id" BIGSERIAL NOT NULL,
    "company_id" UUID NOT NULL,
    "task" "task" NOT NULL,
    "alias" TEXT NOT NULL,
    "model_version_id" UUID,
    "action" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "alias_ledger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiment" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "task" "task" NOT NULL,
    "champion_version_id" UUID,
    "challenger_version_id" UUID NOT NULL,
    "share" DOUBLE PRECISION NOT NULL DEFAULT 0.2,
    "salt" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "stopped_at" TIMESTAMPTZ(6),
    "decision" JSONB,

    CONSTRAINT "experiment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exposure" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "arm" TEXT NOT NULL,
    "prediction_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "exposure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "company_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("company_id","key")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" BIGSERIAL NOT NULL,
    "company_id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "company_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "transaction_id" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "rows_done" BIGINT NOT NULL DEFAULT 0,
    "rows_imported" BIGINT NOT NULL DEFAULT 0,
    "rows_rejected" BIGINT NOT NULL DEFAULT 0,
    "finished" BOOLEAN NOT NULL DEFAULT false,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "company_slug_key" ON "company"("slug");

-- CreateIndex
CREATE INDEX "customer_company_id_merged_into_id_idx" ON "customer"("company_id", "merged_into_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_company_id_external_id_key" ON "customer"("company_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_company_id_id_key" ON "customer"("company_id", "id");

-- CreateIndex
CREATE INDEX "customer_identifier_company_id_kind_normalized_idx" ON "customer_identifier"("company_id", "kind", "normalized");

-- CreateIndex
CREATE UNIQUE INDEX "customer_identifier_customer_id_kind_normalized_key" ON "customer_identifier"("customer_id", "kind", "normalized");

-- CreateIndex
CREATE INDEX "call_company_id_occurred_at_idx" ON "call"("company_id", "occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "call_company_id_external_id_key" ON "call"("company_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "call_company_id_id_key" ON "call"("company_id", "id");

-- CreateIndex
CREATE INDEX "identity_link_company_id_call_id_recorded_at_idx" ON "identity_link"("company_id", "call_id", "recorded_at");

-- CreateIndex
CREATE INDEX "identity_link_company_id_customer_id_recorded_at_idx" ON "identity_link"("company_id", "customer_id", "recorded_at");

-- CreateIndex
CREATE INDEX "identity_link_company_id_correction_id_idx" ON "identity_link"("company_id", "correction_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_link_company_id_call_id_key" ON "identity_link"("company_id", "call_id") WHERE (retracted_at IS NULL);

-- CreateIndex
CREATE INDEX "link_correction_company_id_call_id_recorded_at_idx" ON "link_correction"("company_id", "call_id", "recorded_at");

-- CreateIndex
CREATE INDEX "link_correction_company_id_recorded_at_idx" ON "link_correction"("company_id", "recorded_at");

-- CreateIndex
CREATE INDEX "link_correction_company_id_from_customer_id_idx" ON "link_correction"("company_id", "from_customer_id");

-- CreateIndex
CREATE INDEX "link_correction_company_id_to_customer_id_idx" ON "link_correction"("company_id", "to_customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "link_correction_company_id_external_id_key" ON "link_correction"("company_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "link_correction_company_id_id_key" ON "link_correction"("company_id", "id");

-- CreateIndex
CREATE INDEX "appointment_company_id_customer_id_idx" ON "appointment"("company_id", "customer_id");

-- CreateIndex
CREATE INDEX "appointment_company_id_lead_id_idx" ON "appointment"("company_id", "lead_id");

-- CreateIndex
CREATE INDEX "appointment_company_id_call_id_idx" ON "appointment"("company_id", "call_id");

-- CreateIndex
CREATE UNIQUE INDEX "appointment_company_id_external_id_key" ON "appointment"("company_id", "external_id");

-- CreateIndex
CREATE INDEX "lead_company_id_occurred_at_idx" ON "lead"("company_id", "occurred_at");

-- CreateIndex
CREATE INDEX "lead_company_id_customer_id_idx" ON "lead"("company_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "lead_company_id_external_id_key" ON "lead"("company_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "lead_company_id_id_key" ON "lead"("company_id", "id");

-- CreateIndex
CREATE INDEX "interaction_company_id_lead_id_idx" ON "interaction"("company_id", "lead_id");

-- CreateIndex
CREATE INDEX "interaction_company_id_customer_id_idx" ON "interaction"("company_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "interaction_company_id_external_id_key" ON "interaction"("company_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "interaction_company_id_id_key" ON "interaction"("company_id", "id");

-- CreateIndex
CREATE INDEX "transaction_company_id_customer_id_idx" ON "transaction"("company_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "transaction_company_id_external_id_key" ON "transaction"("company_id", "external_id");

-- CreateIndex
CREATE INDEX "outcome_company_id_subject_type_subject_id_idx" ON "outcome"("company_id", "subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "outcome_company_id_interaction_id_idx" ON "outcome"("company_id", "interaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "outcome_company_id_external_id_key" ON "outcome"("company_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "attribute_snapshot_company_id_subject_type_subject_id_recor_key" ON "attribute_snapshot"("company_id", "subject_type", "subject_id", "recorded_at", "hash");

-- CreateIndex
CREATE INDEX "prediction_company_id_task_recorded_at_idx" ON "prediction"("company_id", "task", "recorded_at");

-- CreateIndex
CREATE INDEX "prediction_company_id_subject_type_subject_id_idx" ON "prediction"("company_id", "subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "review_task_company_id_status_priority_idx" ON "review_task"("company_id", "status", "priority" DESC);

-- CreateIndex
CREATE INDEX "review_task_company_id_call_id_idx" ON "review_task"("company_id", "call_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_task_company_id_id_key" ON "review_task"("company_id", "id");

-- CreateIndex
CREATE INDEX "review_decision_company_id_task_id_idx" ON "review_decision"("company_id", "task_id");

-- CreateIndex
CREATE INDEX "review_decision_company_id_customer_id_idx" ON "review_decision"("company_id", "customer_id");

-- CreateIndex
CREATE INDEX "dataset_snapshot_company_id_task_recorded_at_idx" ON "dataset_snapshot"("company_id", "task", "recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_snapshot_company_id_id_key" ON "dataset_snapshot"("company_id", "id");

-- CreateIndex
CREATE INDEX "training_run_company_id_task_recorded_at_idx" ON "training_run"("company_id", "task", "recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "training_run_company_id_id_key" ON "training_run"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "model_version_training_run_id_key" ON "model_version"("training_run_id");

-- CreateIndex
CREATE UNIQUE INDEX "model_version_company_id_task_version_key" ON "model_version"("company_id", "task", "version");

-- CreateIndex
CREATE UNIQUE INDEX "model_version_company_id_id_key" ON "model_version"("company_id", "id");

-- CreateIndex
CREATE INDEX "alias_ledger_company_id_task_alias_id_idx" ON "alias_ledger"("company_id", "task", "alias", "id" DESC);

-- CreateIndex
CREATE INDEX "experiment_company_id_task_started_at_idx" ON "experiment"("company_id", "task", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "experiment_company_id_id_key" ON "experiment"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "exposure_experiment_id_unit_id_key" ON "exposure"("experiment_id", "unit_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_company_id_idx" ON "api_key"("company_id");

-- CreateIndex
CREATE INDEX "audit_log_company_id_recorded_at_idx" ON "audit_log"("company_id", "recorded_at");

-- CreateIndex
CREATE INDEX "outbox_transaction_id_id_idx" ON "outbox"("transaction_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_run_company_id_fingerprint_key" ON "import_run"("company_id", "fingerprint");

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_company_id_merged_into_id_fkey" FOREIGN KEY ("company_id", "merged_into_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_identifier" ADD CONSTRAINT "customer_identifier_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_link" ADD CONSTRAINT "identity_link_company_id_call_id_fkey" FOREIGN KEY ("company_id", "call_id") REFERENCES "call"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_link" ADD CONSTRAINT "identity_link_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_link" ADD CONSTRAINT "identity_link_company_id_correction_id_fkey" FOREIGN KEY ("company_id", "correction_id") REFERENCES "link_correction"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_correction" ADD CONSTRAINT "link_correction_company_id_call_id_fkey" FOREIGN KEY ("company_id", "call_id") REFERENCES "call"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_correction" ADD CONSTRAINT "link_correction_company_id_from_customer_id_fkey" FOREIGN KEY ("company_id", "from_customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_correction" ADD CONSTRAINT "link_correction_company_id_to_customer_id_fkey" FOREIGN KEY ("company_id", "to_customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_company_id_lead_id_fkey" FOREIGN KEY ("company_id", "lead_id") REFERENCES "lead"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_company_id_call_id_fkey" FOREIGN KEY ("company_id", "call_id") REFERENCES "call"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_company_id_lead_id_fkey" FOREIGN KEY ("company_id", "lead_id") REFERENCES "lead"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "interaction" ADD CONSTRAINT "interaction_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transaction" ADD CONSTRAINT "transaction_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_company_id_interaction_id_fkey" FOREIGN KEY ("company_id", "interaction_id") REFERENCES "interaction"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribute_snapshot" ADD CONSTRAINT "attribute_snapshot_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_company_id_model_version_id_fkey" FOREIGN KEY ("company_id", "model_version_id") REFERENCES "model_version"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_company_id_experiment_id_fkey" FOREIGN KEY ("company_id", "experiment_id") REFERENCES "experiment"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_task" ADD CONSTRAINT "review_task_company_id_call_id_fkey" FOREIGN KEY ("company_id", "call_id") REFERENCES "call"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_decision" ADD CONSTRAINT "review_decision_company_id_task_id_fkey" FOREIGN KEY ("company_id", "task_id") REFERENCES "review_task"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_decision" ADD CONSTRAINT "review_decision_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_decision" ADD CONSTRAINT "review_decision_company_id_correction_id_fkey" FOREIGN KEY ("company_id", "correction_id") REFERENCES "link_correction"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_snapshot" ADD CONSTRAINT "dataset_snapshot_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_run" ADD CONSTRAINT "training_run_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_run" ADD CONSTRAINT "training_run_company_id_dataset_id_fkey" FOREIGN KEY ("company_id", "dataset_id") REFERENCES "dataset_snapshot"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_company_id_training_run_id_fkey" FOREIGN KEY ("company_id", "training_run_id") REFERENCES "training_run"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alias_ledger" ADD CONSTRAINT "alias_ledger_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alias_ledger" ADD CONSTRAINT "alias_ledger_company_id_model_version_id_fkey" FOREIGN KEY ("company_id", "model_version_id") REFERENCES "model_version"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment" ADD CONSTRAINT "experiment_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment" ADD CONSTRAINT "experiment_company_id_champion_version_id_fkey" FOREIGN KEY ("company_id", "champion_version_id") REFERENCES "model_version"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment" ADD CONSTRAINT "experiment_company_id_challenger_version_id_fkey" FOREIGN KEY ("company_id", "challenger_version_id") REFERENCES "model_version"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exposure" ADD CONSTRAINT "exposure_company_id_experiment_id_fkey" FOREIGN KEY ("company_id", "experiment_id") REFERENCES "experiment"("company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_key" ADD CONSTRAINT "idempotency_key_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_run" ADD CONSTRAINT "import_run_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
