import { defineConfig } from 'prisma/config';

/** For the Prisma command line only; the service itself reads its settings in serving/settings.ts. */
const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(url === undefined ? {} : { datasource: { url } }),
});
