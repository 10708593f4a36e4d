import { findNewestBook } from "@ballast/db/repositories/book-receipts";
import type { BookId } from "@ballast/db/repositories/cycle-rows";
import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { OrderComparison, WhatIfCounts } from "@ballast/core/decision/what-if";
import { loadDirectory } from "../../marketdata/instrument-table.ts";
import { walkWhatIf, type WalkedWhatIf } from "../../usecases/what-if/walk-what-if.ts";
import { whatIf, type WhatIf, type WhatIfRequest } from "../../usecases/what-if/what-if.ts";
import { z } from "zod";
import { accountNamed } from "../account-directory.ts";
import { CommandRefused, EXIT, type CommandModule } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { flagOption, nameOption, numberOption, parseOptions } from "../parse-options.ts";
import { profileNamed, profileOfFile, type NamedProfile } from "../profile-named.ts";
import { countedText, countText, formatTable, utcText } from "../table.ts";

/** More would be walked in memory for longer than anybody waits. */
const DAYS_MAX = 3_660;
const ORDERS_SHOWN_MAX = 50;

const schema = z.object({
  account: nameOption,
  workspace: nameOption.optional(),
  run: nameOption.optional(),
  profile: z.string().trim().min(1).max(1_000),
  days: numberOption.pipe(z.int().min(1).max(DAYS_MAX)).default(30),
  path: flagOption,
  all: flagOption,
  json: flagOption,
});
type Options = z.infer<typeof schema>;

type Quantity = (comparison: OrderComparison, units: bigint | undefined) => string;

/** Base units as people read them, by the instrument's own scale. */
async function quantities({ ports }: EngineSession): Promise<Quantity> {
  const directory = await loadDirectory(ports.pool);
  return ({ symbol }, units) => (units === undefined ? "–" : formatUnits(units, directory.entryOf(symbol).instrument.base.scale));
}

function countsText({ effects, codes }: WhatIfCounts): readonly string[] {
  const orders = effects.blocked + effects.resized + effects.let_through + effects.same;
  return [
    `Of ${countedText(orders, "order")}: ${countText(effects.blocked)} blocked, ${countText(effects.resized)} resized, ${countText(effects.let_through)} let through, ${countText(effects.same)} the same.`,
    ...codes.map(
      ({ effect, code, orders: count }) =>
        `  ${countText(count)} ${effect.replace("_", " ")}: ${code ?? "not wanted by the other decision"}`,
    ),
  ];
}

function ordersText(orders: readonly OrderComparison[], options: Options, quantity: Quantity): readonly string[] {
  const different = orders.filter(({ effect }) => effect !== "same");
  if (different.length === 0) return [];
  const shown = options.all ? different : different.slice(0, ORDERS_SHOWN_MAX);
  const table = formatTable<OrderComparison>(
    [
      { title: "Slot", cell: ({ atMs }) => utcText(atMs) },
      { title: "Instrument", cell: ({ symbol }) => symbol },
      { title: "Order", cell: ({ side, purpose }) => `${side} ${purpose}` },
      { title: "Effect", cell: ({ effect }) => effect.replace("_", " ") },
      { title: "Was", cell: (order) => quantity(order, order.wasQuantity), align: "right" },
      { title: "Would be", cell: (order) => quantity(order, order.wouldQuantity), align: "right" },
      {
        title: "Why",
        cell: ({ code, facts }) => [code ?? "", ...facts.filter(([name]) => name === "boundBy").map(([, by]) => `by ${by}`)].join(" "),
      },
    ],
    shown,
  );
  return [
    "",
    table,
    ...(shown.length < different.length ? [`And ${countText(different.length - shown.length)} more: --all lists them.`] : []),
  ];
}

function orderJson(order: OrderComparison, quantity: Quantity): Record<string, unknown> {
  const { atMs, symbol, side, purpose, reason, effect, code, facts } = order;
  const units = (of: bigint | undefined): string | null => (of === undefined ? null : quantity(order, of));
  return {
    at_ms: atMs,
    instrument: symbol,
    ...{ side, purpose, reason, effect, code: code ?? null },
    was_quantity: units(order.wasQuantity),
    would_quantity: units(order.wouldQuantity),
    facts: Object.fromEntries(facts),
  };
}

type Shown = { readonly options: Options; readonly named: NamedProfile; readonly quantity: Quantity };

function slotsText(found: WhatIf, { options, named, quantity }: Shown): string {
  const { book, fromMs, toMs, slots, skippedSlots, otherReleaseSlots, changes, counts, orders } = found;
  return [
    `${book.accountKey} in run ${book.runKey}, ${utcText(fromMs)} to ${utcText(toMs)}, under ${named.name}: ${countedText(slots, "slot")}, each decided again on the state recorded before it.`,
    changes.length === 0 ? "That profile is the one it had." : `It differs in ${changes.map(({ path }) => path).join(", ")}.`,
    ...countsText(counts),
    ...(skippedSlots > 0
      ? [`${countedText(skippedSlots, "slot was", "slots were")} skipped in downtime; of these no state is recorded (--path walks them).`]
      : []),
    ...(otherReleaseSlots > 0
      ? [
          `${countedText(otherReleaseSlots, "slot was", "slots were")} decided by another release; both sides of them are decided by this one.`,
        ]
      : []),
    ...ordersText(orders, options, quantity),
  ].join("\n");
}

function pathText(walked: WalkedWhatIf, { options, named, quantity }: Shown): string {
  const { scale } = assetOf(walked.baseCurrency);
  const money = (units: bigint): string => `${formatUnits(units, scale)} ${walked.baseCurrency}`;
  return [
    `${utcText(walked.fromMs)} to ${utcText(walked.toMs)} under ${named.name}: ${countedText(walked.closes, "close")} walked along its own path, filled as the paper venue fills.`,
    `At the last close the account was worth ${money(walked.wasEquityUnits)}; it would be ${money(walked.wouldEquityUnits)}.`,
    ...countsText(walked.counts),
    ...ordersText(walked.orders, options, quantity),
  ].join("\n");
}

async function bookOf({ ports }: EngineSession, options: Options): Promise<{ readonly book: BookId; readonly tenantId: string }> {
  const account = await accountNamed(ports.pool, { name: options.account, workspace: options.workspace });
  const book = await findNewestBook(ports.pool, { tenantId: account.tenantId, accountId: account.id, run: options.run });
  if (book !== undefined) return { book, tenantId: account.tenantId };
  throw new CommandRefused({
    code: "BOOK_UNKNOWN",
    fact:
      options.run === undefined
        ? `account ${account.key} has entered no run yet`
        : `account ${account.key} has no book in run ${options.run}`,
    mend: "Run it first: npx ballast run --account …",
  });
}

async function ask(session: EngineSession, request: WhatIfRequest, shown: Shown): Promise<string> {
  const { pool, cycle } = session.ports;
  const ports = { db: pool, decide: cycle.decide, coreHash: cycle.coreHash };
  const { options, named, quantity } = shown;
  const countsJson = ({ effects, codes }: WhatIfCounts): Record<string, unknown> => ({
    effects,
    codes: codes.map((row) => ({ ...row, code: row.code ?? null })),
  });
  if (options.path) {
    const walked = await walkWhatIf(ports, request);
    if (walked === undefined)
      throw new CommandRefused({ code: "NOTHING_DECIDED", fact: "no slot was decided in that time", mend: "Ask about more days." });
    if (!options.json) return pathText(walked, shown);
    const { scale } = assetOf(walked.baseCurrency);
    return JSON.stringify({
      ...{ profile: named.name, from_ms: walked.fromMs, to_ms: walked.toMs, closes: walked.closes, ...countsJson(walked.counts) },
      was_equity: formatUnits(walked.wasEquityUnits, scale),
      would_equity: formatUnits(walked.wouldEquityUnits, scale),
      orders: walked.orders.map((order) => orderJson(order, quantity)),
    });
  }
  const found = await whatIf(ports, request);
  if (!options.json) return slotsText(found, shown);
  return JSON.stringify({
    ...{ account: found.book.accountKey, run: found.book.runKey, profile: named.name, from_ms: found.fromMs, to_ms: found.toMs },
    ...{ slots: found.slots, skipped_slots: found.skippedSlots, other_release_slots: found.otherReleaseSlots, ...countsJson(found.counts) },
    changes: found.changes.map(({ path, before, after, isTightening }) => ({
      path,
      before: before ?? null,
      after: after ?? null,
      is_tightening: isTightening ?? null,
    })),
    orders: found.orders.map((order) => orderJson(order, quantity)),
  });
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const ofFile = await profileOfFile(options.profile);
  const text = await withEngineSession(terminal, async (session) => {
    const { book, tenantId } = await bookOf(session, options);
    const named = ofFile ?? (await profileNamed(session.ports.pool, { tenantId, text: options.profile }));
    return ask(session, { book, profile: named.profile, days: options.days }, { options, named, quantity: await quantities(session) });
  });
  await terminal.out(`${text}\n`);
  return EXIT.done;
};
