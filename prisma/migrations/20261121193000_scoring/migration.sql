-- Runs that score everybody of a company, and which answers came of them.

-- CreateTable
CREATE TABLE "scoring_run" (
    "id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "task" "task" NOT NULL,
    "trigger" TEXT NOT NULL,
    "night" DATE,
    "status" "run_status" NOT NULL DEFAULT 'queued',
    "as_of" TIMESTAMPTZ(6),
    "subjects" INTEGER,
    "scored" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "last_subject_id" UUID,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "scoring_run_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "prediction" ADD COLUMN "scoring_run_id" UUID;

-- CreateIndex
CREATE INDEX "scoring_run_company_id_task_recorded_at_idx" ON "scoring_run"("company_id", "task", "recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "scoring_run_company_id_id_key" ON "scoring_run"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "scoring_run_company_id_task_night_key" ON "scoring_run"("company_id", "task", "night");

-- CreateIndex
CREATE UNIQUE INDEX "scoring_run_company_id_task_key" ON "scoring_run"("company_id", "task") WHERE (finished_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "prediction_scoring_run_id_subject_id_key" ON "prediction"("scoring_run_id", "subject_id") WHERE (scoring_run_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "scoring_run" ADD CONSTRAINT "scoring_run_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction" ADD CONSTRAINT "prediction_company_id_scoring_run_id_fkey" FOREIGN KEY ("company_id", "scoring_run_id") REFERENCES "scoring_run"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "scoring_run"
  ADD CONSTRAINT "scoring_run_counts_check" CHECK ("subjects" >= 0 AND "scored" >= 0 AND "failed" >= 0 AND "attempts" >= 0),
  ADD CONSTRAINT "scoring_run_finished_at_check" CHECK (("finished_at" IS NULL) = ("status" IN ('queued', 'running')));
