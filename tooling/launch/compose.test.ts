import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { SECRETS } from "../../docker/make-env.mjs";
import { PROJECT_ROOT } from "./install.mjs";

const texts = z.array(z.string());
const part = z.looseObject({
  image: z.string(),
  build: z.object({ dockerfile: z.string(), target: z.string(), context: z.literal(".") }).exactOptional(),
  command: texts.exactOptional(),
  restart: z.string(),
  environment: z.record(z.string(), z.string()),
  volumes: texts.default([]),
  ports: texts.default([]),
  read_only: z.boolean().default(false),
  cap_drop: texts.default([]),
  security_opt: texts.default([]),
  healthcheck: z.union([
    z.object({ disable: z.literal(true) }),
    z.looseObject({ test: texts, interval: z.string(), timeout: z.string(), retries: z.number() }),
  ]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const composeFile = z.object({
  services: z.record(z.enum(["postgres", "redis", "migrate", "engine", "web"]), part),
  volumes: z.record(z.string(), z.unknown()),
});

const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), "utf8");
const text = read("docker-compose.yml");
const { services, volumes } = composeFile.parse(parse(text, { merge: true }));
const { postgres, redis, migrate, engine, web } = services;
const dockerfile = read("docker/Dockerfile");

/** What follows `FROM … AS <target>` up to the next stage. */
const stage = (target: string): string =>
  dockerfile.split(/^FROM /m).find((block) => block.split("\n")[0]?.endsWith(` AS ${target}`)) ?? "";

describe("docker-compose.yml", () => {
  it("runs a Redis that never evicts and appends to a file on a volume", () => {
    const command = redis.command?.join(" ") ?? "";
    expect(command).toContain("--maxmemory-policy noeviction");
    expect(command).toContain("--appendonly yes");
    expect(command).toContain("--requirepass ${REDIS_PASSWORD:?");
    expect(redis.volumes).toEqual(["redis-data:/data"]);
  });

  it("runs a Postgres of a version that Ballast takes, durable, on a volume", () => {
    const major = Number(/^postgres:(\d+)/.exec(postgres.image)?.[1]);
    expect(major).toBeGreaterThanOrEqual(15);
    expect(major).toBeLessThanOrEqual(18);
    expect(postgres.command).toEqual(expect.arrayContaining(["fsync=on", "synchronous_commit=on"]));
    expect(postgres.volumes).toHaveLength(1);
  });

  it("asks everything that stays up whether it is healthy", () => {
    for (const container of [postgres, redis, engine, web]) expect(container.healthcheck).toHaveProperty("test");
    expect(migrate.healthcheck).toEqual({ disable: true });
  });

  it("starts in order: servers, then one migration, then the apps", () => {
    expect(migrate.restart).toBe("no");
    expect(migrate.depends_on).toEqual({ postgres: { condition: "service_healthy" } });
    expect(engine.depends_on).toEqual({
      migrate: { condition: "service_completed_successfully" },
      redis: { condition: "service_healthy" },
    });
    expect(web.depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } });
  });

  it("gives the web app neither the queue nor the engine's state nor the administrator's password", () => {
    const given = ["DATABASE_URL_WEB", "LOGLEVEL", "NEXTAUTH_SECRET", "NEXTAUTH_URL", "TRUSTED_PROXY_HOPS"];
    expect(Object.keys(web.environment).sort()).toEqual(given);
    expect(web.volumes).toEqual([]);
    expect(JSON.stringify([web.environment, engine.environment])).not.toContain("POSTGRES_PASSWORD");
  });

  it("opens one port, to this machine alone, and confines what is ours", () => {
    expect([postgres, redis, migrate, engine].flatMap(({ ports }) => ports)).toEqual([]);
    expect(web.ports).toEqual(["127.0.0.1:3000:3000"]);
    for (const container of [migrate, engine, web]) {
      expect(container).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
    }
  });

  it("holds no secret: each is asked for, and docker/make-env.mjs makes exactly those", () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
    expect([...asked].sort()).toEqual([...SECRETS].sort());
  });

  it("names volumes and images that exist", () => {
    const used = Object.values(services).flatMap((service) => service.volumes.map((volume) => volume.split(":")[0] ?? ""));
    expect([...new Set(used)].sort()).toEqual(Object.keys(volumes).sort());
    for (const { build } of [migrate, engine, web]) expect(stage(build?.target ?? "")).not.toBe("");
  });
});

describe("docker/Dockerfile", () => {
  it.each(["engine", "web"])("the %s image runs as a user without rights and says whether it is healthy", (target) => {
    expect(stage(target)).toMatch(/^USER node$/m);
    expect(stage(target)).toMatch(/^HEALTHCHECK /m);
    expect(stage(target)).toMatch(/^CMD \["node", "--max-old-space-size=\d+"/m);
  });

  it.each(["engine", "web"])("the %s image takes what npm put beside a workspace as well as what all share", (target) => {
    expect(stage(`${target}-dependencies`)).toContain(`RUN npm ci --omit=dev --workspace @ballast/${target} `);
    expect(stage(target)).toContain(`COPY --from=${target}-dependencies /app ./`);
  });

  it("copies only what the clone has", () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) => sources?.split(" ") ?? []);
    expect(copied.length).toBeGreaterThan(10);
    expect(copied.filter((source) => !existsSync(join(PROJECT_ROOT, source)))).toEqual([]);
  });

  it("runs the Node that the project pins", () => {
    const pinned = z.object({ devDependencies: z.looseObject({ node: z.string() }) }).parse(JSON.parse(read("package.json")));
    expect(dockerfile).toContain(`FROM node:${pinned.devDependencies.node}-bookworm-slim AS base`);
  });

  it("copies the manifest of every workspace before it installs", () => {
    for (const manifest of globSync("{apps,packages}/*/package.json", { cwd: PROJECT_ROOT }))
      expect(stage("manifests")).toContain(`COPY ${manifest} `);
  });
});
