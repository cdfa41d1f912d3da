-- Merges with a time of their own, temporary customers, shared identifiers, and calls to be resolved again.

-- AlterEnum
ALTER TYPE "link_source" ADD VALUE 'provisional';

-- CreateEnum
CREATE TYPE "merge_source" AS ENUM ('person', 'model');

-- AlterTable
ALTER TABLE "customer" ADD COLUMN "promoted_at" TIMESTAMPTZ(6),
ADD COLUMN "provisional" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "customer_merge" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "into_id" UUID NOT NULL,
    "source" "merge_source" NOT NULL,
    "actor" TEXT NOT NULL,
    "note" TEXT,
    "prediction_id" UUID,
    "correction_id" UUID,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "retracted_at" TIMESTAMPTZ(6),
    "retracted_by" TEXT,

    CONSTRAINT "customer_merge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shared_identifier" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "kind" "identifier_kind" NOT NULL,
    "normalized" TEXT NOT NULL,
    "customers" INTEGER NOT NULL,
    "family_names" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "retracted_at" TIMESTAMPTZ(6),

    CONSTRAINT "shared_identifier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "open_call_key" (
    "company_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "open_call_key_pkey" PRIMARY KEY ("company_id","key","call_id")
);

-- CreateTable
CREATE TABLE "evidence_change" (
    "company_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "evidence_change_pkey" PRIMARY KEY ("company_id","customer_id")
);

-- CreateTable
CREATE TABLE "resolution_request" (
    "company_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "resolution_request_pkey" PRIMARY KEY ("company_id","call_id")
);

-- CreateIndex
CREATE INDEX "customer_merge_company_id_customer_id_recorded_at_idx" ON "customer_merge"("company_id", "customer_id", "recorded_at");

-- CreateIndex
CREATE INDEX "customer_merge_company_id_into_id_idx" ON "customer_merge"("company_id", "into_id");

-- CreateIndex
CREATE INDEX "customer_merge_company_id_correction_id_idx" ON "customer_merge"("company_id", "correction_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_merge_company_id_customer_id_key" ON "customer_merge"("company_id", "customer_id") WHERE (retracted_at IS NULL);

-- CreateIndex
CREATE INDEX "shared_identifier_company_id_recorded_at_idx" ON "shared_identifier"("company_id", "recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "shared_identifier_company_id_kind_normalized_key" ON "shared_identifier"("company_id", "kind", "normalized") WHERE (retracted_at IS NULL);

-- CreateIndex
CREATE INDEX "open_call_key_company_id_call_id_idx" ON "open_call_key"("company_id", "call_id");

-- CreateIndex
CREATE INDEX "resolution_request_company_id_recorded_at_idx" ON "resolution_request"("company_id", "recorded_at");

-- AddForeignKey
ALTER TABLE "customer_merge" ADD CONSTRAINT "customer_merge_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_merge" ADD CONSTRAINT "customer_merge_company_id_into_id_fkey" FOREIGN KEY ("company_id", "into_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_merge" ADD CONSTRAINT "customer_merge_company_id_correction_id_fkey" FOREIGN KEY ("company_id", "correction_id") REFERENCES "link_correction"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_identifier" ADD CONSTRAINT "shared_identifier_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "open_call_key" ADD CONSTRAINT "open_call_key_company_id_call_id_fkey" FOREIGN KEY ("company_id", "call_id") REFERENCES "call"("company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence_change" ADD CONSTRAINT "evidence_change_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resolution_request" ADD CONSTRAINT "resolution_request_company_id_call_id_fkey" FOREIGN KEY ("company_id", "call_id") REFERENCES "call"("company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "customer"
  ADD CONSTRAINT "customer_promoted_at_check" CHECK ("promoted_at" IS NULL OR "provisional");

ALTER TABLE "customer_merge"
  ADD CONSTRAINT "customer_merge_into_id_check" CHECK ("into_id" <> "customer_id"),
  ADD CONSTRAINT "customer_merge_retracted_at_check" CHECK ("retracted_at" >= "recorded_at");

ALTER TABLE "shared_identifier"
  ADD CONSTRAINT "shared_identifier_kind_check" CHECK ("kind" IN ('phone', 'email')),
  ADD CONSTRAINT "shared_identifier_retracted_at_check" CHECK ("retracted_at" >= "recorded_at");

ALTER TABLE "resolution_request"
  ADD CONSTRAINT "resolution_request_reason_check" CHECK ("reason" IN ('evidence', 'unmerge')),
  ADD CONSTRAINT "resolution_request_attempts_check" CHECK ("attempts" >= 0);

-- When an earlier merge was made is not known; it was never seen otherwise than from the customer's first moment.
UPDATE "customer" SET "provisional" = true WHERE "status" = 'temporary';
INSERT INTO "customer_merge" ("id", "company_id", "customer_id", "into_id", "source", "actor", "occurred_at", "recorded_at")
  SELECT gen_random_uuid(), "company_id", "id", "merged_into_id", 'person', 'unknown', "recorded_at", "recorded_at"
  FROM "customer" WHERE "status" = 'merged';
