import { randomBytes } from "node:crypto";
import { constants, hostname, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { readConfig } from "@ballast/config";
import { openPool } from "@ballast/db/clients/pool";
import { openLog } from "../log.ts";
import { sha256 } from "../ports/sha256.ts";
import { auditSample } from "../usecases/replay/audit-sample.ts";

/**
 * The main of one round of the auditor: a process of its own that has decided nothing, whichever worker
 * recorded what it replays. The engine starts it with the time of its tick.
 */

const PROJECT_ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const CONNECTIONS_MAX = 2;
/** Of the two minutes between rounds: a second of one core each minute. */
const REPLAY_MS_MAX = 2_000;

// Deciding goes first: on a machine that has no time to spare the auditor waits.
setPriority(constants.priority.PRIORITY_LOW);
const config = readConfig(PROJECT_ROOT, process.env);
const url = config.database.engineUrl ?? config.database.url;
const tickMs = Number(process.argv[2]);
if (url === undefined || !Number.isSafeInteger(tickMs)) throw new Error("the auditor needs DATABASE_URL_ENGINE and the time of its tick");
const workerName = `audit-${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
const log = openLog(config.operation.logLevel, "auditor", "stderr");
const pool = openPool({ url, connectionsMax: CONNECTIONS_MAX, application: "ballast auditor" });
try {
  const begunMs = performance.now();
  const isTimeLeft = (): boolean => performance.now() - begunMs < REPLAY_MS_MAX;
  const audited = await auditSample({ pool, sha256, wallMs: Date.now, workerName, log }, { tickMs, isTimeLeft });
  log.info({ tickMs, workerName, tookMs: Math.round(performance.now() - begunMs), ...audited }, "a sample of receipts was replayed");
} finally {
  await pool.end();
}
