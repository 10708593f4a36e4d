import { describe, expect, it } from "vitest";
import { CATALOGUE } from "./catalogue.ts";
import { ConfigInvalid, parseConfig } from "./parse-config.ts";
import type { SettingGroup } from "./setting.ts";

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
  return [];
};

describe("settings", () => {
  it("need nothing: an empty environment is a whole configuration", () => {
    const config = parseConfig({});
    expect(config.web).toMatchObject({ host: "127.0.0.1", port: 3000, publicUrl: undefined, trustedProxyHops: 0 });
    expect(config.operation).toEqual({ logLevel: "info", isDemoOn: true });
    expect(config.database.url).toBeUndefined();
  });

  it("take an empty value as unset", () => {
    expect(parseConfig({ DATABASE_URL: "", WEB_PORT: "", BALLAST_DEMO: "" })).toEqual(parseConfig({}));
  });

  it("come with the types that their schemas give", () => {
    const config = parseConfig({ WEB_PORT: "8080", BALLAST_DEMO: "OFF", LOGLEVEL: "Debug", ENGINE_SHARDS: "16" });
    expect(config.web.port).toBe(8080);
    expect(config.operation).toEqual({ logLevel: "debug", isDemoOn: false });
    expect(config.engine.shards).toBe(16);
  });

  it("are all reported at once when wrong, each with its name, its value and what is right", () => {
    const problems = problemsOf({ WEB_PORT: "70000", LOGLEVEL: "loud", BALLAST_DEMO: "perhaps", ENGINE_LEASE_SECONDS: "1e3" });
    expect(problems).toEqual([
      'WEB_PORT="70000" is wrong: it takes a whole number from 1 to 65535.',
      'ENGINE_LEASE_SECONDS="1e3" is wrong: it takes a whole number from 5 to 600.',
      'LOGLEVEL="loud" is wrong: it takes one of trace, debug, info, warn, error, fatal, silent.',
      'BALLAST_DEMO="perhaps" is wrong: it takes on or off.',
    ]);
    expect(new ConfigInvalid(problems).message).toContain("4 settings are wrong");
  });

  it("never show a secret that is wrong", () => {
    const problems = problemsOf({ DATABASE_URL: "mysql://me:hunter2@db/x", NEXTAUTH_SECRET: "hunter2", REDIS_URL: "hunter2" });
    expect(problems).toHaveLength(3);
    expect(problems.join(" ")).not.toContain("hunter2");
    expect(problems[0]).toContain("postgresql://user:password@host:5432/ballast");
  });

  it("refuse a name of ours that does not exist, and leave other programs' names alone", () => {
    expect(problemsOf({ BALLAST_STAET_DIR: "/x", BALLAST_QUANTUM: "1", PATH: "/bin", REDIS_ULR: "x", BALLAST_TEST_SEED: "7" })).toEqual([
      "BALLAST_STAET_DIR is not a setting. Did you mean BALLAST_STATE_DIR?",
      "BALLAST_QUANTUM is not a setting; those of this prefix are BALLAST_STATE_DIR, BALLAST_DEMO.",
    ]);
  });

  it("have distinct names, a doc, and a default that their own schema takes", () => {
    const settings = Object.values<SettingGroup>(CATALOGUE).flatMap((group) => Object.values(group.settings));
    expect(new Set(settings.map(({ env }) => env)).size).toBe(settings.length);
    for (const { env, doc, schema, default: written } of settings) {
      expect(doc, env).toMatch(/\.$/);
      if (written !== undefined) expect(schema.safeParse(written).success, env).toBe(true);
    }
  });
});
