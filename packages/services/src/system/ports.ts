import { createServer } from "node:net";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { RefusedToStart } from "../refused-to-start.ts";

const LOOPBACK = "127.0.0.1";

/** Whether nobody listens on this port of the loopback address. */
export async function isPortFree(port: number, host = LOOPBACK): Promise<boolean> {
  return (await listenOnce(port, host)) !== undefined;
}

/** A port that was free a moment ago; the caller must still cope with losing the race for it. */
export async function findFreePort(): Promise<number> {
  const port = await listenOnce(0, LOOPBACK);
  if (port === undefined) throw new Error("The system has no free port on 127.0.0.1.");
  return port;
}

/** The port written in the file where it is still free, else a new one, written there for the next start. */
export async function rememberedPort(path: string): Promise<number> {
  const remembered = readPort(path);
  if (remembered !== undefined && (await isPortFree(remembered))) return remembered;
  const port = await findFreePort();
  writeFileSync(path, `${port}\n`);
  return port;
}

const FREED_TIMEOUT_MS = 5_000;
const FREED_POLL_MS = 50;

/** Waits until this port is free again: clients were told of it, so that a server which starts anew must have the same. */
export async function freedPort(port: number): Promise<number> {
  const deadlineMs = Date.now() + FREED_TIMEOUT_MS;
  while (!(await isPortFree(port))) {
    if (Date.now() > deadlineMs)
      throw new RefusedToStart(`Port ${port}, where it is looked for, is taken by another program. End that one.`);
    await sleep(FREED_POLL_MS);
  }
  return port;
}

function readPort(path: string): number | undefined {
  try {
    const port = Number(readFileSync(path, "utf8"));
    return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

async function listenOnce(port: number, host: string): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : undefined;
      server.close(() => resolve(taken));
    });
  });
}
