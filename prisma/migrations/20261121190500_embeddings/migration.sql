-- Vectors of calls that the caller consented to: one more comparison for linking.

-- CreateTable
CREATE TABLE "call_embedding" (
    "company_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "direction" REAL[],
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(6),

    CONSTRAINT "call_embedding_pkey" PRIMARY KEY ("company_id","call_id","kind")
);

-- CreateIndex
CREATE INDEX "call_embedding_company_id_kind_idx" ON "call_embedding"("company_id", "kind");

-- AddForeignKey
ALTER TABLE "call_embedding" ADD CONSTRAINT "call_embedding_company_id_call_id_fkey" FOREIGN KEY ("company_id", "call_id") REFERENCES "call"("company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was withdrawn is not kept.
ALTER TABLE "call_embedding"
  ADD CONSTRAINT "call_embedding_direction_check"
  CHECK (("withdrawn_at" IS NULL) = (coalesce(cardinality("direction"), 0) BETWEEN 2 AND 2048));
