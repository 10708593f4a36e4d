import { CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";
import { enterDay, type LadderAdvance, type LadderHalt } from "../risk/ladder.ts";
import { encodeAccountState, type AccountState } from "./account-state.ts";
import { CampaignRun } from "./campaign-run.ts";
import { writeBody, writeInput, writeOutput } from "./canonical-decision.ts";
import { clockStepOf } from "./clock-step.ts";
import { cancelEntries, decideExits } from "./decide-exits.ts";
import { decideEntries } from "./decide-entries.ts";
import { decideReductions } from "./decide-reductions.ts";
import type { Decide, DecideInput, DecideOutput, DecideQuestion, Fact, Outcome, Verdict, Weigh } from "./decide-types.ts";
import { Deliberation, isSlotLate } from "./deliberation.ts";
import { markEquity, type MarkedEquity } from "./exposure.ts";
import { HoldWatch } from "./hold.ts";
import { positionOf } from "./holdings.ts";
import { ladderAt } from "./ladder-at.ts";
import type { Refusal } from "../risk/refusal.ts";
import {
  distinctCodes,
  encodedFindings,
  latestBoard,
  signalBoards,
  type BoardOf,
  type EncodedFindings,
  type SignalBoard,
} from "./signal-board.ts";
import { WHOLE_MARKET } from "../market/broken-value.ts";
import { soundSnapshots } from "./sound-snapshot.ts";
import type { EncodeState } from "./state-encoder.ts";
import { skipSlot } from "./skip-slot.ts";

/** The market side of a decision and where the account stands before anything is decided. */
type Standing = {
  readonly board: SignalBoard;
  readonly equity: MarkedEquity;
  readonly ladder: LadderAdvance;
  /** The run's clock stepped back: the slot is refused and buys nothing. */
  readonly clock: Refusal | undefined;
  /** Features that are no numbers, of instruments that the account trades: as good as none. */
  readonly broken: readonly Refusal[];
};

/** Nothing is held, nothing waits, nothing but entries is halted and none is proposed: the hour of most accounts. */
function isQuiet(state: AccountState, input: DecideQuestion, { board, equity, ladder, clock, broken }: Standing): boolean {
  const isStill = ladder.state === state.ladder && ladder.facts.length === 0 && ladder.halts.length === 0 && ladder.refusal === undefined;
  return (
    isStill &&
    clock === undefined &&
    broken.length === 0 &&
    input.slot.kind !== "halt" &&
    board.entries.length === 0 &&
    state.positions.length === 0 &&
    state.orders.length === 0 &&
    state.campaigns.length === 0 &&
    input.kills.every(({ verb }) => verb === "block_entries") &&
    equity.missing.length === 0
  );
}

function decideQuietly(input: DecideInput, board: SignalBoard, equity: MarkedEquity): DecideOutput {
  const isLate = isSlotLate(input);
  const { codes, findings } = board.flat();
  return {
    outcome: isLate ? "LATE" : "NO_TRADE",
    reasonCodes: isLate ? ["SLOT_DECIDED_LATE", ...codes] : codes,
    ...findings.value,
    equityUnits: equity.units,
    state: input.account.value,
  };
}

function outcomeOf(deliberation: Deliberation): Outcome {
  if (isSlotLate(deliberation.input)) return "LATE";
  if (deliberation.intents.length > 0) return "INTENTS";
  return deliberation.refusals.length > 0 ? "REFUSED" : "NO_TRADE";
}

function codesOf(deliberation: Deliberation, signals: readonly Fact[], halts: readonly LadderHalt[]): readonly string[] {
  const acts = [
    ...(isSlotLate(deliberation.input) ? ["SLOT_DECIDED_LATE"] : []),
    ...deliberation.intents.map(({ reason }) => reason),
    ...(deliberation.cancels.length > 0 ? ["ENTRY_CANCELLED"] : []),
    ...halts.map(({ code }) => code),
    ...deliberation.refusals.map(({ code }) => code),
  ];
  return distinctCodes(acts.length > 0 ? acts : [...signals, ...deliberation.facts].map(({ code }) => code));
}

/** Whether nothing was cancelled, sold or refused: then a halt's receipt says that there was nothing to do. */
function hasNoEffect({ intents, cancels, refusals, facts }: Deliberation): boolean {
  return intents.length === 0 && cancels.length === 0 && refusals.length === 0 && !facts.some(({ code }) => code === "ORDER_PENDING");
}

/** What the ladder found, in the state and in the facts. */
function standOn(deliberation: Deliberation, ladder: LadderAdvance): void {
  deliberation.replaceLadder(ladder.state);
  for (const { code, values } of ladder.facts) deliberation.facts.push({ symbol: "", code, values });
  for (const { code, facts } of ladder.halts) deliberation.facts.push({ symbol: "", code, values: facts });
  if (ladder.refusal !== undefined) deliberation.refuse(ladder.refusal);
}

/** From the first entry of a flat account on the day matters to its daily loss. */
function beginDay(deliberation: Deliberation): void {
  const before = deliberation.input.account.value;
  const isFirst = before.positions.length === 0 && deliberation.intents.some(({ purpose }) => purpose === "entry");
  if (isFirst) deliberation.replaceLadder(enterDay(deliberation.state.ladder, deliberation.input.slot.atMs));
}

/** Exits, then reductions, then entries; each against the state that those before it left. */
function decideOrders(deliberation: Deliberation, { board, ladder, clock, broken }: Standing): void {
  const campaigns = deliberation.input.settings.value.kind === "governed" ? new CampaignRun(deliberation, board) : undefined;
  decideExits(deliberation, { halts: ladder.halts, signals: board, campaigns });
  cancelEntries(deliberation, ladder.halts);
  decideReductions(deliberation, campaigns);
  for (const refusal of broken) deliberation.refuse(refusal);
  if (clock !== undefined) deliberation.refuse(clock);
  else if (!deliberation.isHalt) decideEntries(deliberation, board, campaigns);
  else if (hasNoEffect(deliberation)) deliberation.facts.push({ symbol: "", code: "HALT_NO_EFFECT", values: [] });
  campaigns?.finish();
  beginDay(deliberation);
}

const NOTHING_DECIDED = { refusals: [], intents: [], cancels: [], halts: [] } as const;

/** Everything that is decided, before anything is said of it. */
function deliberate(deliberation: Deliberation, standing: Standing): Verdict {
  const { equity, ladder } = standing;
  if (equity.missing.length > 0)
    deliberation.facts.push({ symbol: "", code: "EQUITY_STALE", values: [["missing", equity.missing.join(" ")]] });
  standOn(deliberation, ladder);
  decideOrders(deliberation, standing);
  return {
    refusals: deliberation.refusals,
    intents: deliberation.intents,
    cancels: deliberation.cancels,
    halts: ladder.halts,
    equityUnits: equity.units,
    isEquityStale: equity.missing.length > 0,
    state: deliberation.state,
  };
}

function outputOf({ sha256, writer }: Scribe, input: DecideInput, standing: Standing): DecideOutput {
  const { board, ladder } = standing;
  const deliberation = new Deliberation(sha256, input, { equity: standing.equity, isNoting: true, writer });
  const signals = deliberation.isHalt ? [] : board.factsFor((symbol) => positionOf(input.account.value, symbol) !== undefined);
  const verdict = deliberate(deliberation, standing);
  return {
    outcome: outcomeOf(deliberation),
    reasonCodes: codesOf(deliberation, signals, ladder.halts),
    facts: [...signals, ...deliberation.facts],
    ...verdict,
  };
}

/** Where an account stands at a close. */
function standingOf(input: DecideQuestion, board: SignalBoard, broken: readonly Refusal[]): Standing {
  const state = input.account.value;
  const { snapshot } = input.snapshot;
  const equity = markEquity({ snapshot, instruments: input.instruments.value }, state);
  const slot = { atMs: input.slot.atMs, state, profile: input.profile.value, kills: input.kills };
  return { board, equity, ladder: ladderAt(slot, { equity, closeMs: snapshot.closeMs }), clock: clockStepOf(input), broken };
}

type SoundOf = ReturnType<typeof soundSnapshots>;

/** A question as it can be decided, and what of its market is refused beforehand: the question itself where its market is sound. */
function soundQuestion<Question extends DecideQuestion>(
  soundOf: SoundOf,
  question: Question,
): { readonly sound: Question; readonly broken: readonly Refusal[] } {
  const { snapshot, refusals } = soundOf(question.snapshot.snapshot);
  if (refusals.length === 0) return { sound: question, broken: refusals };
  const { instruments } = question.settings.value;
  const broken = refusals.filter(({ symbol }) => symbol === WHOLE_MARKET || instruments.includes(symbol));
  return { sound: { ...question, snapshot: { ...question.snapshot, snapshot } }, broken };
}

/** A hash function, a buffer that its calls share one after the other, and the last look at a snapshot. */
type Scribe = { readonly sha256: Sha256; readonly writer: CanonicalWriter; readonly soundOf: SoundOf };

function decideOutput(
  { sha256, writer, soundOf }: Scribe,
  given: DecideInput,
  boardOf: BoardOf,
): { readonly output: DecideOutput; readonly findings: EncodedFindings } {
  const { sound: input, broken } = soundQuestion(soundOf, given);
  const skipped = skipSlot(input);
  if (skipped !== undefined) return { output: skipped, findings: encodedFindings(sha256, writer, skipped) };
  const board = boardOf(input.snapshot, { settings: input.settings.value, predictions: input.predictions });
  const standing = standingOf(input, board, broken);
  if (isQuiet(input.account.value, input, standing))
    return { output: decideQuietly(input, board, standing.equity), findings: board.flat().findings };
  const output = outputOf({ sha256, writer, soundOf }, input, standing);
  return { output, findings: encodedFindings(sha256, writer, output) };
}

/** `boardOf`: how long the market side of a decision is kept for the next account; as long as its snapshot, where it is left out. */
type DecideParts = {
  readonly sha256: Sha256;
  readonly boardOf?: BoardOf;
  /** Left out: every state is written whole. A lone book has an encoder that remembers the state before. */
  readonly encodeState?: EncodeState;
};

/**
 * The one function that decides: backtest, paper, shadow, live and replay all call it, and only it.
 * The output depends on nothing but the input; what is kept between calls (a buffer, and the signals
 * of the snapshots still in memory) can't show in it.
 */
export function makeDecide({ sha256, boardOf = signalBoards(sha256), encodeState }: DecideParts): Decide {
  const bytesOf = (state: AccountState): Uint8Array => encodeState?.(state).slice() ?? encodeAccountState(state);
  const writer = new CanonicalWriter();
  const scribe: Scribe = { sha256, writer, soundOf: soundSnapshots() };
  return (input) => {
    const { output, findings } = decideOutput(scribe, input, boardOf);
    const accountBytes = output.state === input.account.value ? undefined : bytesOf(output.state);
    const account = accountBytes === undefined ? input.account : { value: output.state, hash: sha256(accountBytes) };
    writeInput(writer.reset(), input);
    const inputHash = sha256(writer.view());
    writeOutput(writer.reset(), output, { findings: findings.hash, state: account.hash });
    const outputHash = sha256(writer.view());
    writeBody(writer.reset(), input, findings.bytes);
    return { output, body: writer.finish(), inputHash, outputHash, account, accountBytes };
  };
}

/** The same function without its receipts: the same orders, halts and state, of the same input, by the same steps. */
export function makeWeigh({ sha256, boardOf = latestBoard(sha256) }: DecideParts): Weigh {
  const writer = new CanonicalWriter();
  const soundOf = soundSnapshots();
  const watch = new HoldWatch();
  return (given) => {
    const held = watch.holdOf(given);
    if (held !== undefined) return held;
    const { sound: question, broken } = soundQuestion(soundOf, given);
    const skipped = skipSlot(question);
    if (skipped !== undefined) return skipped;
    const standing = standingOf(
      question,
      boardOf(question.snapshot, { settings: question.settings.value, predictions: question.predictions }),
      broken,
    );
    const state = question.account.value;
    if (isQuiet(state, question, standing)) return { ...NOTHING_DECIDED, equityUnits: standing.equity.units, isEquityStale: false, state };
    return deliberate(new Deliberation(sha256, question, { equity: standing.equity, isNoting: false, writer }), standing);
  };
}
