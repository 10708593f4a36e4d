import { connect, createServer, type Server, type Socket } from "node:net";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unfitDatabase } from "./unfit-database.ts";

let database: TestDatabase;
let older: Server;
const sockets = new Set<Socket>();

/** Stands before the real server and lets it say that it is version 14: the digits are as many, so that no length changes. */
function sayOlder(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString("latin1").replace(/1[5-8](00\d\d)/g, "14$1"), "latin1");
}

beforeAll(async () => {
  database = await testDatabase();
  const target = new URL(database.adminUrl);
  older = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) sockets.add(socket.on("error", () => socket.destroy()));
    client.pipe(server);
    server.on("data", (bytes) => client.write(sayOlder(bytes)));
  });
  await new Promise<void>((done) => older.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  older.close();
  await database.drop();
});

test("a server of a release that Ballast is not proved on is refused, with how to mend it; the right one is not", async () => {
  const address = older.address();
  const behind = new URL(database.adminUrl);
  behind.port = String(typeof address === "object" ? (address?.port ?? 0) : 0);
  expect(await unfitDatabase(behind.href)).toMatch(
    /Postgres 14 is not supported: Ballast runs on 15 to 18\. Point DATABASE_URL at such a server/,
  );
  expect(await unfitDatabase(database.adminUrl)).toBeUndefined();
});

test("a server that does not answer is no reason: the pages say so", async () => {
  expect(await unfitDatabase("postgresql://nobody:x@127.0.0.1:1/none")).toBeUndefined();
});
