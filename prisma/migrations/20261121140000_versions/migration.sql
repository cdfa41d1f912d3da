-- What was known of leads, appointments and outcomes before they changed.

-- AlterTable
ALTER TABLE "outcome" ADD COLUMN "retracted_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "appointment_version" (
    "company_id" UUID NOT NULL,
    "appointment_id" UUID NOT NULL,
    "customer_id" UUID,
    "lead_id" UUID,
    "service" TEXT,
    "status" TEXT NOT NULL,
    "scheduled_at" TIMESTAMPTZ(6) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "appointment_version_pkey" PRIMARY KEY ("appointment_id","recorded_at")
);

-- CreateTable
CREATE TABLE "lead_version" (
    "company_id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "customer_id" UUID,
    "source" TEXT,
    "value" DOUBLE PRECISION,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lead_version_pkey" PRIMARY KEY ("lead_id","recorded_at")
);

-- Of what changed before, only the newest state is left. An appointment is booked before it is attended,
-- cancelled or missed; until when it was no more than booked is not known, so until its time.
INSERT INTO "lead_version" SELECT "company_id", "id", "customer_id", "source", "value", "recorded_at" FROM "lead";
INSERT INTO "appointment_version"
  SELECT "company_id", "id", "customer_id", "lead_id", "service", 'booked', "scheduled_at", "recorded_at"
  FROM "appointment" WHERE "status" <> 'booked' AND "recorded_at" < "scheduled_at";
INSERT INTO "appointment_version"
  SELECT "company_id", "id", "customer_id", "lead_id", "service", "status", "scheduled_at",
    CASE WHEN "status" = 'booked' THEN "recorded_at" ELSE greatest("recorded_at", "scheduled_at") END
  FROM "appointment";

-- DropIndex
DROP INDEX "outcome_company_id_external_id_key";

-- CreateIndex
CREATE UNIQUE INDEX "outcome_company_id_external_id_key" ON "outcome"("company_id", "external_id") WHERE (retracted_at IS NULL);

-- CreateIndex
CREATE INDEX "appointment_version_company_id_customer_id_idx" ON "appointment_version"("company_id", "customer_id");

-- CreateIndex
CREATE INDEX "appointment_version_company_id_lead_id_idx" ON "appointment_version"("company_id", "lead_id");

-- CreateIndex
CREATE INDEX "lead_version_company_id_customer_id_idx" ON "lead_version"("company_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "appointment_company_id_id_key" ON "appointment"("company_id", "id");

-- AddForeignKey
ALTER TABLE "appointment_version" ADD CONSTRAINT "appointment_version_company_id_appointment_id_fkey" FOREIGN KEY ("company_id", "appointment_id") REFERENCES "appointment"("company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appointment_version" ADD CONSTRAINT "appointment_version_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appointment_version" ADD CONSTRAINT "appointment_version_company_id_lead_id_fkey" FOREIGN KEY ("company_id", "lead_id") REFERENCES "lead"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_version" ADD CONSTRAINT "lead_version_company_id_lead_id_fkey" FOREIGN KEY ("company_id", "lead_id") REFERENCES "lead"("company_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_version" ADD CONSTRAINT "lead_version_company_id_customer_id_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "outcome"
  ADD CONSTRAINT "outcome_retracted_at_check" CHECK ("retracted_at" >= "recorded_at");

-- No lead or appointment is without a first version, whoever writes it.
CREATE FUNCTION "lead_first_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "lead_version" ("company_id", "lead_id", "customer_id", "source", "value", "recorded_at")
    SELECT "company_id", "id", "customer_id", "source", "value", "recorded_at" FROM "added";
  RETURN NULL;
END
$$;

CREATE TRIGGER "lead_first_version" AFTER INSERT ON "lead" REFERENCING NEW TABLE AS "added"
  FOR EACH STATEMENT EXECUTE FUNCTION "lead_first_version"();

CREATE FUNCTION "appointment_first_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "appointment_version"
      ("company_id", "appointment_id", "customer_id", "lead_id", "service", "status", "scheduled_at", "recorded_at")
    SELECT "company_id", "id", "customer_id", "lead_id", "service", "status", "scheduled_at", "recorded_at" FROM "added";
  RETURN NULL;
END
$$;

CREATE TRIGGER "appointment_first_version" AFTER INSERT ON "appointment" REFERENCING NEW TABLE AS "added"
  FOR EACH STATEMENT EXECUTE FUNCTION "appointment_first_version"();
