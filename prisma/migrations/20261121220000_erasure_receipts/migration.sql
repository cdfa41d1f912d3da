-- What is left of a person who was erased: that it was done.

-- CreateTable
CREATE TABLE "erasure_receipt" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "subject_hashes" TEXT[],
    "actor" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "erased_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "finished_at" TIMESTAMPTZ(6),
    "content" JSONB NOT NULL,

    CONSTRAINT "erasure_receipt_pkey" PRIMARY KEY ("id")
);

-- Those who were only left out of datasets so far are erased by the next worker, which finds what is theirs itself.
DELETE FROM "erasure" WHERE "subject_type" <> 'customer';

-- AlterTable
ALTER TABLE "erasure" ADD COLUMN "receipt_id" UUID;

-- CreateIndex
CREATE INDEX "erasure_receipt_company_id_recorded_at_idx" ON "erasure_receipt"("company_id", "recorded_at");

-- CreateIndex
CREATE INDEX "erasure_receipt_subject_hashes_idx" ON "erasure_receipt" USING GIN ("subject_hashes");

-- CreateIndex
CREATE UNIQUE INDEX "erasure_receipt_company_id_id_key" ON "erasure_receipt"("company_id", "id");

-- CreateIndex
CREATE INDEX "erasure_company_id_receipt_id_idx" ON "erasure"("company_id", "receipt_id");

-- Nightly scores are pruned unless one of these refers to them; without the indexes every one is looked for in all rows.
-- CreateIndex
CREATE INDEX "interaction_company_id_prediction_id_idx" ON "interaction"("company_id", "prediction_id");

-- CreateIndex
CREATE INDEX "outcome_company_id_prediction_id_idx" ON "outcome"("company_id", "prediction_id");

-- AddForeignKey
ALTER TABLE "erasure_receipt" ADD CONSTRAINT "erasure_receipt_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erasure" ADD CONSTRAINT "erasure_company_id_receipt_id_fkey" FOREIGN KEY ("company_id", "receipt_id") REFERENCES "erasure_receipt"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
