import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { chooseStateDir } from "../state-folder.ts";
import { isAlive } from "../system/processes.ts";
import { listener, scratchState } from "../testing/scratch.ts";
import { startPostgres } from "./start.ts";

const IS_ROOT = process.getuid?.() === 0;

async function settingsOf(url: string, names: readonly string[]): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string; setting: string }>("select name, setting from pg_settings where name = any($1)", [
    names,
  ]);
  await client.end();
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

describe("the embedded Postgres", () => {
  it("is durable where it is asked to be, listens on the loopback address alone and wants a password", async () => {
    const stateDir = await scratchState();
    const server = await startPostgres({ stateDir, durability: "durable", ...listener() });
    try {
      expect(
        await settingsOf(server.adminUrl, [
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "listen_addresses",
          "unix_socket_directories",
        ]),
      ).toEqual({
        fsync: "on",
        synchronous_commit: "on",
        full_page_writes: "on",
        listen_addresses: "127.0.0.1",
        unix_socket_directories: "",
      });
      const stranger = new Client({ connectionString: server.adminUrl.replace(/:[^:@]*@/, ":guess@") });
      await expect(stranger.connect()).rejects.toThrow("password authentication failed");
      expect(readFileSync(join(server.dataDir, "pg_hba.conf"), "utf8")).not.toMatch(/^\w.*\b(trust|md5|password)\b/m);
      expect(server.version).toMatch(/^18\./);
    } finally {
      await server.stop();
    }
    expect(isAlive(server.pid)).toBe(false);
  });

  it("keeps its data, its password and its port from one start to the next", async () => {
    const stateDir = await scratchState();
    const first = await startPostgres({ stateDir, durability: "durable", ...listener() });
    await first.stop();
    const second = await startPostgres({ stateDir, durability: "durable", ...listener() });
    await second.stop();
    expect(second.adminUrl).toBe(first.adminUrl);
    expect(statSync(join(stateDir, "postgres/password")).mode & 0o777).toBe(0o600);
  });

  it("leaves nothing behind where its data is throw-away", async () => {
    const stateDir = await scratchState();
    const server = await startPostgres({ stateDir, durability: "throwaway", ...listener() });
    expect(await settingsOf(server.adminUrl, ["fsync"])).toEqual({ fsync: "off" });
    await server.stop();
    expect(existsSync(server.dataDir)).toBe(false);
  });

  it("runs side by side with that of another clone", async () => {
    const requests = await Promise.all([scratchState(), scratchState()]);
    const servers = await Promise.all(requests.map((stateDir) => startPostgres({ stateDir, durability: "throwaway", ...listener() })));
    const versions = await Promise.all(servers.map(({ adminUrl }) => settingsOf(adminUrl, ["port"])));
    await Promise.all(servers.map((server) => server.stop()));
    expect(new Set(servers.map(({ port }) => port)).size).toBe(2);
    expect(versions).toEqual(servers.map(({ port }) => ({ port: String(port) })));
  });

  it.skipIf(!IS_ROOT)("never runs as root", async () => {
    const server = await startPostgres({ stateDir: await scratchState(), durability: "throwaway", ...listener() });
    const owner = statSync(`/proc/${server.pid}`).uid;
    await server.stop();
    expect(owner).not.toBe(0);
  });

  it.skipIf(!IS_ROOT)(
    "started by root under a folder that its account can't enter, it has a state folder elsewhere, said in one line",
    async () => {
      const clone = mkdtempSync(join(tmpdir(), "ballast-closed-"));
      const { lines, onProgress } = listener();
      const stateDir = chooseStateDir({ projectRoot: clone, env: {}, onProgress });
      onTestFinished(() => {
        rmSync(clone, { recursive: true });
        rmSync(stateDir, { recursive: true });
      });
      expect(statSync(clone).mode & 0o777).toBe(0o700);
      expect(dirname(stateDir)).toBe("/var/lib/ballast");
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(`binaries and data are in ${stateDir} (BALLAST_STATE_DIR changes that)`);
      expect(chooseStateDir({ projectRoot: clone, env: {}, onProgress })).toBe(stateDir);
      const server = await startPostgres({ stateDir, durability: "throwaway", onProgress });
      await server.stop();
    },
  );

  it.skipIf(!IS_ROOT)("a BALLAST_STATE_DIR that its account can't enter is refused with one that it can", () => {
    const closed = mkdtempSync(join(tmpdir(), "ballast-closed-"));
    onTestFinished(() => {
      rmSync(closed, { recursive: true });
    });
    const choice = { projectRoot: closed, env: { BALLAST_STATE_DIR: join(closed, "state") }, ...listener() };
    expect(() => chooseStateDir(choice)).toThrow(/can't be entered by the account that runs Postgres.*\/var\/lib\/ballast\//);
  });
});
