import { CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";
import { encodeAccountState, type AccountState } from "./account-state.ts";
import { writeBody, writeInput, writeOutput } from "./canonical-decision.ts";
import { cancelEntries, decideExits } from "./decide-exits.ts";
import { decideEntries } from "./decide-entries.ts";
import type { Decide, DecideInput, DecideOutput, Fact, Outcome } from "./decide-types.ts";
import { Deliberation, isSlotLate } from "./deliberation.ts";
import { markEquity, type MarkedEquity } from "./exposure.ts";
import { positionOf } from "./holdings.ts";
import { distinctCodes, encodedFindings, factOf, signalBoards, type EncodedFindings, type SignalBoard } from "./signal-board.ts";

/** Nothing is held, nothing waits, nothing is halted and no entry is proposed: the hour of most accounts. */
function isQuiet(state: AccountState, input: DecideInput, board: SignalBoard): boolean {
  return (
    input.slot.kind !== "halt" && !board.hasEntry && state.positions.length === 0 && state.orders.length === 0 && input.kills.length === 0
  );
}

function decideQuietly(input: DecideInput, board: SignalBoard, equity: MarkedEquity): DecideOutput {
  const isLate = isSlotLate(input);
  return {
    outcome: isLate ? "LATE" : "NO_TRADE",
    reasonCodes: isLate ? ["SLOT_DECIDED_LATE", ...board.flatCodes] : board.flatCodes,
    ...board.flatFindings.value,
    equityUnits: equity.units,
    state: input.account.value,
  };
}

/** What the strategy said of each instrument, to an account that holds what this one holds. */
function signalFacts(state: AccountState, board: SignalBoard): readonly Fact[] {
  return board.signals.map(({ symbol, whenFlat, whenLong }) =>
    factOf(symbol, positionOf(state, symbol) === undefined ? whenFlat : whenLong),
  );
}

function outcomeOf(deliberation: Deliberation): Outcome {
  if (isSlotLate(deliberation.input)) return "LATE";
  if (deliberation.intents.length > 0) return "INTENTS";
  return deliberation.refusals.length > 0 ? "REFUSED" : "NO_TRADE";
}

function codesOf(deliberation: Deliberation, signals: readonly Fact[]): readonly string[] {
  const acts = [
    ...(isSlotLate(deliberation.input) ? ["SLOT_DECIDED_LATE"] : []),
    ...deliberation.intents.map(({ reason }) => reason),
    ...(deliberation.cancels.length > 0 ? ["ENTRY_CANCELLED"] : []),
    ...deliberation.refusals.map(({ code }) => code),
  ];
  return distinctCodes(acts.length > 0 ? acts : [...signals, ...deliberation.facts].map(({ code }) => code));
}

/** Whether nothing was cancelled, sold or refused: then a halt's receipt says that there was nothing to do. */
function hasNoEffect({ intents, cancels, refusals, facts }: Deliberation): boolean {
  return intents.length === 0 && cancels.length === 0 && refusals.length === 0 && !facts.some(({ code }) => code === "ORDER_PENDING");
}

/** Exits, then reductions (none of this strategy's), then entries; each against the state that those before it left. */
function deliberate(sha256: Sha256, input: DecideInput, of: { readonly board: SignalBoard; readonly equity: MarkedEquity }): DecideOutput {
  const { board, equity } = of;
  const deliberation = new Deliberation(sha256, input);
  const signals = deliberation.isHalt ? [] : signalFacts(input.account.value, board);
  if (equity.missing.length > 0)
    deliberation.facts.push({ symbol: "", code: "EQUITY_STALE", values: [["missing", equity.missing.join(" ")]] });
  decideExits(deliberation, board);
  cancelEntries(deliberation);
  if (!deliberation.isHalt) decideEntries(deliberation, board);
  else if (hasNoEffect(deliberation)) deliberation.facts.push({ symbol: "", code: "HALT_NO_EFFECT", values: [] });
  return {
    outcome: outcomeOf(deliberation),
    reasonCodes: codesOf(deliberation, signals),
    facts: [...signals, ...deliberation.facts],
    refusals: deliberation.refusals,
    intents: deliberation.intents,
    cancels: deliberation.cancels,
    equityUnits: equity.units,
    isEquityStale: equity.missing.length > 0,
    state: deliberation.state,
  };
}

/** A hash function and a buffer that its calls share one after the other. */
type Scribe = { readonly sha256: Sha256; readonly writer: CanonicalWriter };

function decideOutput(
  { sha256, writer }: Scribe,
  input: DecideInput,
  board: SignalBoard,
): { readonly output: DecideOutput; readonly findings: EncodedFindings } {
  const state = input.account.value;
  const equity = markEquity({ snapshot: input.snapshot.snapshot, instruments: input.instruments.value }, state);
  if (isQuiet(state, input, board) && equity.missing.length === 0)
    return { output: decideQuietly(input, board, equity), findings: board.flatFindings };
  const output = deliberate(sha256, input, { board, equity });
  return { output, findings: encodedFindings(sha256, writer, output) };
}

/**
 * The one function that decides: backtest, paper, shadow, live and replay all call it, and only it.
 * The output depends on nothing but the input; what is kept between calls (a buffer, and the signals
 * of the snapshots still in memory) can't show in it.
 */
export function makeDecide({ sha256 }: { readonly sha256: Sha256 }): Decide {
  const boardOf = signalBoards(sha256);
  const writer = new CanonicalWriter();
  return (input) => {
    const { output, findings } = decideOutput({ sha256, writer }, input, boardOf(input.snapshot, input.settings));
    const accountBytes = output.state === input.account.value ? undefined : encodeAccountState(output.state);
    const account = accountBytes === undefined ? input.account : { value: output.state, hash: sha256(accountBytes) };
    writeInput(writer.reset(), input);
    const inputHash = sha256(writer.finish());
    writeOutput(writer.reset(), output, { findings: findings.hash, state: account.hash });
    const outputHash = sha256(writer.finish());
    writeBody(writer.reset(), input, findings.bytes);
    return { output, body: writer.finish(), inputHash, outputHash, account, accountBytes };
  };
}
