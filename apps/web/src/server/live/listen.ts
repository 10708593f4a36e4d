import { Client } from "pg";
import { LIVE_CHANNEL } from "@ballast/db/repositories/live-channel";
import type { LiveHub } from "./hub.ts";

const RETRY_MS_MIN = 250;
const RETRY_MS_MAX = 5_000;
const KEEP_ALIVE_DELAY_MS = 10_000;

type ListenOptions = { readonly url: string; readonly hub: LiveHub; readonly onTrouble: (error: Error) => void };

/**
 * Keeps the process's one LISTEN connection, for as long as the process lives: a lost one is made
 * again, later each time up to five seconds, and what may have been missed is asked for again.
 */
export function keepListening({ url, hub, onTrouble }: ListenOptions): void {
  let retryMs = RETRY_MS_MIN;

  const connect = (): void => {
    const client = new Client({
      connectionString: url,
      application_name: "ballast-web-live",
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    });
    let isOver = false;
    const retry = (error?: Error): void => {
      if (isOver) return;
      isOver = true;
      if (error !== undefined) onTrouble(error);
      client.removeAllListeners("notification");
      client.end().catch(() => undefined);
      setTimeout(connect, retryMs).unref();
      retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
    };
    client.on("error", retry);
    client.on("end", () => {
      retry();
    });
    client.on("notification", ({ payload }) => {
      hub.receive(payload ?? "");
    });
    client
      .connect()
      .then(() => client.query(`listen ${LIVE_CHANNEL}`))
      .then(
        () => {
          retryMs = RETRY_MS_MIN;
          hub.resume();
        },
        (error: unknown) => {
          retry(error instanceof Error ? error : new Error(String(error)));
        },
      );
  };

  connect();
}
