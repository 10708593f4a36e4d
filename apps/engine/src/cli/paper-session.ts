import { mkdir, open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { SymbolDirectory } from "@ballast/core/market/symbols";
import type { PaperLoop, PaperSlot } from "../usecases/paper/paper-loop.ts";
import { PAPER_FILES, paperRows, type PaperFile } from "../usecases/paper/paper-rows.ts";
import { fileFault } from "../file-fault.ts";
import { CommandRefused, type Terminal } from "./command.ts";
import { isSaid, slotLines, type VoiceLevel, type VoiceLine } from "./paper-voice.ts";
import { countedText, utcText } from "./table.ts";

/** A line is said at least this often, however long the next close takes. */
const HEARTBEAT_MS = 60_000;
const MINUTE_MS = 60_000;
const NAMES: readonly PaperFile[] = ["orders.csv", "fills.csv", "equity_curve.csv"];

export type PaperSession = {
  readonly loop: PaperLoop;
  readonly directory: SymbolDirectory;
  readonly terminal: Terminal;
  readonly level: VoiceLevel;
  readonly folder: string;
  readonly baseCurrency: string;
  readonly startingUnits: bigint;
  /** Market milliseconds a wall millisecond. */
  readonly speed: number;
  readonly timeframeMs: number;
  readonly summaryMinutes: number;
  /** Ends after so many closes; undefined: when the market ends, or a person does. */
  readonly closesMax: number | undefined;
  readonly stop: AbortSignal;
  readonly wallMs: () => number;
};

export type PaperResult = {
  readonly closes: number;
  readonly orders: number;
  readonly fills: number;
  readonly refusals: number;
  readonly equityUnits: bigint;
  readonly drawdownBps: number;
  readonly endedBy: "stop" | "market" | "closes";
};

/** A folder whose files are there already belongs to another loop: its curve is not gone on with by mistake. */
async function openFiles(folder: string): Promise<Readonly<Record<PaperFile, FileHandle>>> {
  const refuse = (cause: unknown): never => {
    throw new CommandRefused({
      code: "FOLDER_UNFIT",
      fact: `--out ${folder}: ${fileFault(cause)}`,
      mend: "Name a folder without files of another paper loop.",
    });
  };
  await mkdir(folder, { recursive: true }).catch(refuse);
  const create = async (name: PaperFile): Promise<FileHandle> => {
    const file = await open(join(folder, name), "wx").catch(refuse);
    await file.appendFile(`${PAPER_FILES[name]}\n`);
    return file;
  };
  return {
    "orders.csv": await create("orders.csv"),
    "fills.csv": await create("fills.csv"),
    "equity_curve.csv": await create("equity_curve.csv"),
  };
}

/** Counts of a loop so far. */
class PaperTally {
  #result: Omit<PaperResult, "endedBy" | "drawdownBps">;
  #highUnits: bigint;
  #drawdownBps = 0;

  constructor(startingUnits: bigint) {
    this.#result = { closes: 0, orders: 0, fills: 0, refusals: 0, equityUnits: startingUnits };
    this.#highUnits = startingUnits;
  }

  add(slot: PaperSlot): void {
    const { closes, orders, fills, refusals } = this.#result;
    const { equityUnits, bookings, decision } = slot;
    if (equityUnits > this.#highUnits) this.#highUnits = equityUnits;
    if (this.#highUnits > 0n)
      this.#drawdownBps = Math.max(this.#drawdownBps, Number(((this.#highUnits - equityUnits) * 10_000n) / this.#highUnits));
    this.#result = {
      equityUnits,
      closes: closes + 1,
      orders:
        orders + bookings.reduce((sum, { orderEvents = [] }) => sum + orderEvents.filter(({ event }) => event === "intended").length, 0),
      fills: fills + bookings.reduce((sum, { fills: rows = [] }) => sum + rows.length, 0),
      refusals: refusals + (decision?.refusals.length ?? 0),
    };
  }

  result(endedBy: PaperResult["endedBy"]): PaperResult {
    return { ...this.#result, drawdownBps: this.#drawdownBps, endedBy };
  }
}

function summaryText(result: PaperResult, baseCurrency: string): string {
  const { closes, orders, fills, refusals, equityUnits, drawdownBps } = result;
  const equity = formatUnits(equityUnits, assetOf(baseCurrency).scale);
  return `summary: ${countedText(closes, "close")}, ${countedText(orders, "order")}, ${countedText(fills, "fill")}, ${countedText(refusals, "refusal")}, equity ${equity} ${baseCurrency}, deepest drawdown ${(drawdownBps / 100).toFixed(2)} %`;
}

/** Asked anew each time: a person may stop the loop while it waits. */
function isStopped({ stop }: PaperSession): boolean {
  return stop.aborted;
}

/** Waits for the next close of the market, with a line at least every minute; ends at once when it is stopped. */
async function awaitClose(
  session: PaperSession,
  say: (line: VoiceLine) => Promise<void>,
  of: { readonly dueMs: number; readonly prices: string },
): Promise<void> {
  const { stop, wallMs } = session;
  for (;;) {
    const leftMs = of.dueMs - wallMs();
    if (leftMs <= 0 || isStopped(session)) return;
    await sleep(Math.min(leftMs, HEARTBEAT_MS), undefined, { signal: stop }).catch(() => undefined);
    const stillMs = of.dueMs - wallMs();
    if (stillMs > 0 && !isStopped(session))
      await say({ level: "info", text: `alive: next close in ${Math.ceil(stillMs / 1_000)} s; ${of.prices}` });
  }
}

const pricesOf = ({ bars }: PaperSlot): string =>
  bars.map(({ symbol, bar }) => `${symbol} ${bar === undefined ? "no bar" : String(bar.close)}`).join(", ");

/**
 * Runs the loop until it is stopped, has gone through its closes, or the market ends. Each slot is in the
 * files before the next begins, so whenever it stops they are complete up to a whole slot.
 */
export async function runPaperSession(session: PaperSession): Promise<PaperResult> {
  const { loop, directory, terminal, level, baseCurrency, wallMs, timeframeMs, speed, closesMax } = session;
  const say = async ({ level: weight, text }: VoiceLine): Promise<void> => {
    if (isSaid(weight, level)) await terminal.out(`${text}\n`);
  };
  const files = await openFiles(session.folder);
  const tally = new PaperTally(session.startingUnits);
  let summaryMs = wallMs() + session.summaryMinutes * MINUTE_MS;
  let prices = "no price yet";
  let endedBy: PaperResult["endedBy"] = "stop";
  try {
    for (let dueMs = wallMs(), closes = 0; !isStopped(session); closes += 1) {
      const { nextCloseMs } = loop;
      if (nextCloseMs === undefined || closes === closesMax) {
        endedBy = nextCloseMs === undefined ? "market" : "closes";
        break;
      }
      dueMs += timeframeMs / speed;
      await say({
        level: "info",
        text: `next close at ${utcText(nextCloseMs)}, in ${Math.max(0, (dueMs - wallMs()) / 1_000).toFixed(1)} s`,
      });
      await awaitClose(session, say, { dueMs, prices });
      if (isStopped(session)) break;
      const slot = loop.step();
      const rows = paperRows(directory, slot, baseCurrency);
      for (const name of NAMES) if (rows[name].length > 0) await files[name].appendFile(`${rows[name].join("\n")}\n`);
      tally.add(slot);
      prices = pricesOf(slot);
      for (const line of slotLines(slot, directory, baseCurrency)) await say(line);
      if (wallMs() < summaryMs) continue;
      summaryMs += session.summaryMinutes * MINUTE_MS;
      await say({ level: "info", text: summaryText(tally.result("stop"), baseCurrency) });
    }
  } finally {
    for (const name of NAMES) await files[name].close();
  }
  const result = tally.result(endedBy);
  await say({ level: "info", text: summaryText(result, baseCurrency) });
  return result;
}
