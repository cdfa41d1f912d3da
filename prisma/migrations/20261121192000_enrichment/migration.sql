-- Attributes from others than the source system of the record, each with where it comes from.

-- AlterTable
ALTER TABLE "attribute_snapshot" ADD COLUMN "source" TEXT;
