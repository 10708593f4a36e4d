import { formatUnits } from "@ballast/core/numeric/fixed";
import { assetOf, PRICE_SCALE } from "@ballast/core/money/asset";
import { wordsOf } from "@ballast/core/decision/reason-codes";
import type { SymbolDirectory } from "@ballast/core/market/symbols";
import type { PaperSlot, Seeding } from "../usecases/paper/paper-loop.ts";
import { countedText, utcText } from "./table.ts";

/** How much a paper loop says, least first; LOGLEVEL names where it begins. */
const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type VoiceLevel = (typeof LEVELS)[number];

export function voiceLevelOf(text: string | undefined): VoiceLevel | undefined {
  return text === undefined ? "info" : LEVELS.find((level) => level === text);
}

export function voiceLevels(): string {
  return LEVELS.join(", ");
}

/** Whether a line of this weight is said. */
export function isSaid(line: VoiceLevel, from: VoiceLevel): boolean {
  return LEVELS.indexOf(line) >= LEVELS.indexOf(from);
}

export type VoiceLine = { readonly level: VoiceLevel; readonly text: string };

/** What the indicators begin with, and which are not known yet: what they stand for is not bought until they are. */
export function seedingLine(seedings: readonly Seeding[]): VoiceLine {
  const told = seedings.map(({ symbol, bars, warmingUp }) => {
    const unknown = warmingUp.length === 0 ? "" : ` (still warming up, nothing is bought before: ${warmingUp.join(", ")})`;
    return `${symbol} ${countedText(bars, "bar")}${unknown}`;
  });
  const isShort = seedings.some(({ warmingUp }) => warmingUp.length > 0);
  return { level: isShort ? "warn" : "info", text: `indicators seeded from history: ${told.join("; ")}` };
}

function closeLine({ closeMs, bars }: PaperSlot): VoiceLine {
  const prices = bars.map(({ symbol, bar }) => `${symbol} ${bar === undefined ? "no bar" : String(bar.close)}`);
  return { level: "info", text: `${utcText(closeMs)}  close   ${prices.join("  ")}` };
}

function signalLines({ closeMs, decision }: PaperSlot): readonly VoiceLine[] {
  const at = utcText(closeMs);
  if (decision === undefined) return [{ level: "info", text: `${at}  window  downtime: nothing is decided, stops act` }];
  const facts = decision.facts.map(({ symbol, code, values }): VoiceLine => ({
    level: "debug",
    text: `${at}  fact    ${symbol} ${wordsOf(code, values)}`.replace("  ", "  "),
  }));
  const intents = decision.intents.map(({ symbol, side, purpose, reason }): VoiceLine => ({
    level: "info",
    text: `${at}  signal  ${symbol} ${side} ${purpose}: ${reason}`,
  }));
  const refusals = decision.refusals.map(({ symbol, code, facts: values }): VoiceLine => ({
    level: "info",
    text: `${at}  refused ${symbol} ${wordsOf(code, values)}`,
  }));
  return [...facts, ...intents, ...refusals];
}

function bookingLines({ bookings }: PaperSlot, directory: SymbolDirectory): readonly VoiceLine[] {
  const orders = new Map(bookings.flatMap(({ orders: rows = [] }) => rows.map((order) => [order.id, order] as const)));
  const steps = bookings.flatMap(({ orderEvents = [] }) => orderEvents);
  const fills = bookings.flatMap(({ fills: rows = [] }) => rows);
  const orderLines = steps.map(({ orderId, atMs, toState, reason }): VoiceLine => {
    const order = orders.get(orderId);
    return {
      level: "info",
      text: `${utcText(atMs)}  order   ${order?.symbol ?? ""} ${order?.side ?? ""} ${order?.purpose ?? ""} ${toState}: ${reason}`,
    };
  });
  const fillLines = fills.map((fill): VoiceLine => {
    const quantity = formatUnits(fill.quantity, directory.entryOf(fill.symbol).instrument.base.scale);
    const [price, fee] = [formatUnits(fill.priceUnits, PRICE_SCALE), formatUnits(fill.feeUnits, assetOf(fill.feeAsset).scale)];
    return {
      level: "info",
      text: `${utcText(fill.atMs)}  fill    ${fill.symbol} ${fill.side} ${quantity} at ${price}, fee ${fee} ${fill.feeAsset} (${fill.why})`,
    };
  });
  return [...orderLines, ...fillLines];
}

/** Everything that a slot says, in the order in which it happened. */
export function slotLines(slot: PaperSlot, directory: SymbolDirectory, baseCurrency: string): readonly VoiceLine[] {
  const equity = formatUnits(slot.equityUnits, assetOf(baseCurrency).scale);
  const held = slot.positions.length === 0 ? "holds nothing" : `holds ${slot.positions.join(", ")}`;
  return [
    closeLine(slot),
    ...signalLines(slot),
    ...bookingLines(slot, directory),
    { level: "info", text: `${utcText(slot.closeMs)}  equity  ${equity} ${baseCurrency}, ${held}` },
  ];
}
