-- Whom datasets must not hold any more.

-- CreateTable
CREATE TABLE "erasure" (
    "company_id" UUID NOT NULL,
    "subject_type" "subject_type" NOT NULL,
    "subject_id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("company_id","subject_type","subject_id")
);

-- AddForeignKey
ALTER TABLE "erasure" ADD CONSTRAINT "erasure_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
