import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

const EXCLUDE = [...configDefaults.exclude, "**/.next/**", "**/.turbo/**", "**/.ballast/**", "**/generated/**"];
const KINDS = ["int", "long", "chaos"] as const;
/** Real servers and a browser share the machine with the tests; more workers than cores only make time-outs. */
const WORKERS = Math.max(1, Math.min(4, availableParallelism()));

/** What is polled for has come within a fraction of this on a quiet machine; on a busy one it comes late, not never. */
const POLL_MS = 20_000;

const withServers = {
  globalSetup: ["packages/testing/src/global-setup.ts"],
  testTimeout: 90_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: POLL_MS } },
};

/** A test that hangs is found, and one that shares two cores with a build and a browser is not taken for it. */
const UNIT_MS = 30_000;

/** Order hides what one test leaves for the next, so files and tests are shuffled; a failing run prints its seed. */
export default defineConfig({
  test: {
    sequence: { shuffle: true },
    maxWorkers: WORKERS,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          testTimeout: UNIT_MS,
          include: ["{apps,packages,tooling}/**/*.test.{ts,tsx}"],
          exclude: [...EXCLUDE, ...KINDS.map((kind) => `**/*.${kind}.test.ts`)],
        },
      },
      ...KINDS.map((kind) => ({
        extends: true as const,
        test: {
          name: kind,
          include: [`{apps,packages,tooling}/**/*.${kind}.test.ts`],
          exclude: EXCLUDE,
          ...withServers,
          ...(kind === "int" ? {} : { testTimeout: 1_800_000 }),
        },
      })),
      {
        extends: true,
        test: { name: "e2e", include: ["apps/web/e2e/**/*.e2e.ts"], exclude: EXCLUDE, ...withServers, testTimeout: 240_000 },
      },
    ],
  },
});
