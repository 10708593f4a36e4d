import { defineConfig } from "prisma/config";

/** The client connects through @prisma/adapter-pg; only `prisma migrate deploy` reads this address. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(process.env["DATABASE_OWNER_URL"] === undefined ? {} : { datasource: { url: process.env["DATABASE_OWNER_URL"] } }),
});
