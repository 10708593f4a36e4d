import { setTimeout as sleep } from "node:timers/promises";
import type { SymbolDirectory } from "@ballast/core/market/symbols";
import type { DailyChecks, DayCheck } from "../usecases/paper/daily-check.ts";
import type { PaperLoop, PaperSlot } from "../usecases/paper/paper-loop.ts";
import { paperRows } from "../usecases/paper/paper-rows.ts";
import type { PaperWeeks, WeekReport } from "../usecases/paper/week-report.ts";
import type { Terminal } from "./command.ts";
import { breachLines, dayLine, dayRow } from "./paper-day-view.ts";
import { PaperFiles } from "./paper-files.ts";
import { PaperTally, tallyText, type PaperResult } from "./paper-tally.ts";
import { isSaid, seedingLine, slotLines, type VoiceLevel, type VoiceLine } from "./paper-voice.ts";
import { weekJson, weekMarkdown, weekName, weekText, weekTradesJson, weekVerdict } from "./paper-week-view.ts";
import { utcText } from "./table.ts";

const MINUTE_MS = 60_000;

export type PaperSession = {
  readonly loop: PaperLoop;
  readonly weeks: PaperWeeks;
  readonly days: DailyChecks;
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
  /** A line is said at least this often, however long the next close takes. */
  readonly heartbeatMs: number;
  /** Ends after so many closes; undefined: when the market ends, or a person does. */
  readonly closesMax: number | undefined;
  readonly stop: AbortSignal;
  readonly wallMs: () => number;
};

/** Asked anew each time: a person may stop the loop while it waits. */
function isStopped({ stop }: PaperSession): boolean {
  return stop.aborted;
}

const pricesOf = ({ bars }: PaperSlot): string =>
  bars.map(({ symbol, bar }) => `${symbol} ${bar === undefined ? "no bar" : String(bar.close)}`).join(", ");

/** What a session says and writes down: every slot, day and week, as it ends. */
class PaperRecord {
  readonly #session: PaperSession;
  readonly #files: PaperFiles;
  readonly #tally: PaperTally;
  #summaryDueMs: number;

  constructor(session: PaperSession, files: PaperFiles) {
    this.#session = session;
    this.#files = files;
    this.#tally = new PaperTally(session.startingUnits);
    this.#summaryDueMs = session.wallMs() + session.summaryMinutes * MINUTE_MS;
  }

  async say({ level, text }: VoiceLine): Promise<void> {
    if (isSaid(level, this.#session.level)) await this.#session.terminal.out(`${text}\n`);
  }

  async slot(slot: PaperSlot): Promise<void> {
    const { directory, baseCurrency, days, weeks } = this.#session;
    await this.#files.append(paperRows(directory, slot, baseCurrency));
    this.#tally.add(slot);
    for (const line of slotLines(slot, directory, baseCurrency)) await this.say(line);
    await this.#day(days.add(slot));
    await this.#week(weeks.add(slot));
  }

  /** When the next summary is due, in wall time. */
  get summaryDueMs(): number {
    return this.#summaryDueMs;
  }

  /** Says what the loop has come to, where so many minutes have passed since it last did. */
  async summaryIfDue(): Promise<void> {
    const { wallMs, summaryMinutes } = this.#session;
    if (wallMs() < this.#summaryDueMs) return;
    this.#summaryDueMs = wallMs() + summaryMinutes * MINUTE_MS;
    await this.#summary();
  }

  /** The end of the loop: the day and the week that it is in are judged by the part that ran. */
  async end(endedBy: PaperResult["endedBy"]): Promise<PaperResult> {
    await this.#day(this.#session.days.end());
    await this.#week(this.#session.weeks.end());
    await this.#summary();
    return this.#tally.result(endedBy);
  }

  async #summary(): Promise<void> {
    await this.say({ level: "info", text: tallyText(this.#tally.result("stop"), this.#session.baseCurrency) });
  }

  async #day(day: DayCheck | undefined): Promise<void> {
    if (day === undefined) return;
    this.#tally.addDay(day);
    await this.#files.append({ "daily_checks.csv": [dayRow(day)] });
    await this.say({ level: "info", text: dayLine(day) });
    // A breach is said whatever the level: silence is for what is well.
    for (const line of breachLines(day)) this.#session.terminal.err(`${line}\n`);
  }

  async #week(week: WeekReport | undefined): Promise<void> {
    if (week === undefined) return;
    this.#tally.addWeek(week);
    const { directory, baseCurrency, terminal } = this.#session;
    const [terms, name] = [{ directory, baseCurrency }, weekName(week)];
    const json = { ...weekJson(week, terms), trades: weekTradesJson(week, terms) };
    await this.#files.add(`${name}.md`, weekMarkdown(week, terms));
    await this.#files.add(`${name}.json`, `${JSON.stringify(json, null, 2)}\n`);
    await this.say({ level: "info", text: weekText(week, terms) });
    if (!week.isSame)
      terminal.err(`PAPER AND BACKTEST PART in the week of ${utcText(week.fromMs)}: ${weekVerdict(week)}; see ${name}.md.\n`);
  }
}

/** Waits for the next close of the market, with a line at every heartbeat and the summaries that fall due; ends at once when it is stopped. */
async function awaitClose(
  session: PaperSession,
  record: PaperRecord,
  of: { readonly dueMs: number; readonly prices: string },
): Promise<void> {
  const { stop, wallMs, heartbeatMs } = session;
  for (let beatMs = wallMs() + heartbeatMs; ;) {
    const wakeMs = Math.min(of.dueMs, beatMs, record.summaryDueMs) - wallMs();
    if (wakeMs > 0) await sleep(wakeMs, undefined, { signal: stop }).catch(() => undefined);
    const leftMs = of.dueMs - wallMs();
    if (leftMs <= 0 || isStopped(session)) return;
    await record.summaryIfDue();
    if (wallMs() < beatMs) continue;
    beatMs = wallMs() + heartbeatMs;
    await record.say({ level: "info", text: `alive: next close in ${Math.ceil(leftMs / 1_000)} s; ${of.prices}` });
  }
}

/** Goes through closes until one of its ends comes, and says which. */
async function goThrough(session: PaperSession, record: PaperRecord): Promise<PaperResult["endedBy"]> {
  const { loop, wallMs, timeframeMs, speed, closesMax } = session;
  let prices = loop.seedings.map(({ symbol, lastClose }) => `${symbol} ${lastClose ?? "no price yet"}`).join(", ");
  for (let dueMs = wallMs(), closes = 0; !isStopped(session); closes += 1) {
    const { nextCloseMs } = loop;
    if (nextCloseMs === undefined) return "market";
    if (closes === closesMax) return "closes";
    dueMs += timeframeMs / speed;
    const waitS = Math.max(0, (dueMs - wallMs()) / 1_000).toFixed(1);
    await record.say({ level: "info", text: `next close at ${utcText(nextCloseMs)}, in ${waitS} s` });
    await awaitClose(session, record, { dueMs, prices });
    if (isStopped(session)) break;
    const slot = loop.step();
    prices = pricesOf(slot);
    await record.slot(slot);
    await record.summaryIfDue();
  }
  return "stop";
}

/**
 * Runs the loop until it is stopped, has gone through its closes, or the market ends. Each slot is in the
 * files before the next begins, so whenever it stops they are complete up to a whole slot.
 */
export async function runPaperSession(session: PaperSession): Promise<PaperResult> {
  const files = await PaperFiles.open(session.folder);
  try {
    const record = new PaperRecord(session, files);
    await record.say(seedingLine(session.loop.seedings));
    return await record.end(await goThrough(session, record));
  } finally {
    await files.close();
  }
}
