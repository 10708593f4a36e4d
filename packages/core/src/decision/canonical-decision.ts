import { BY_RULES, readPredictions, writePredictions, type Predictions } from "../campaign/predictions.ts";
import { CanonicalReader, type CanonicalWriter } from "../numeric/canonical.ts";
import { readFillModel, writeFillModel } from "../execution/fill-model-spec.ts";
import { readOrder, writeOrder } from "../orders/order-codec.ts";
import type { HaltCause, LadderHalt } from "../risk/ladder.ts";
import type { FactValues } from "../risk/refusal.ts";
import type { AccountMode, ActiveVersions, DecideInput, DecideOutput, KillFact, KillVerb, TradingCosts } from "./decide-types.ts";

/** Forms of the bytes that are hashed; a change of any of them is a new version. */
const INPUT_FORM = "decide-input";
const OUTPUT_FORM = "decide-output";
const BODY_FORM = "receipt-body";
const VERSION = 5;
/** Inputs of the fourth say nothing of a fill model; they are still written where a run chooses none. */
const VERSION_WITHOUT_FILL_MODEL = 4;
/** Inputs of the third say nothing of active versions either; they are still written where a run states none. */
const VERSION_WITHOUT_ACTIVE = 3;
const OUTPUT_VERSION = 3;
/** Bodies of the first version know no costs and no halts. */
const VERSION_WITHOUT_COSTS = 1;
/** Inputs of the second were decided by rules, and said nothing of it. */
const VERSION_WITHOUT_PREDICTIONS = 2;

const MODES: readonly AccountMode[] = ["paper", "live", "backtest", "shadow"];
const SCOPES: readonly KillFact["scope"][] = ["all", "workspace", "account", "instrument", "model"];
const VERBS: readonly KillVerb[] = ["block_entries", "reduce_only", "cancel", "flatten"];

function choiceAt<T>(choices: readonly T[], code: number): T {
  const choice = choices[code];
  if (choice === undefined) throw new RangeError(`not a choice of a receipt: ${code} of ${choices.length}`);
  return choice;
}

const HALT_CAUSES: readonly HaltCause[] = ["drawdown", "daily_loss"];
const HALT_VERBS: readonly LadderHalt["verb"][] = ["flatten", "reduce_only"];
const HALT_CODES: Readonly<Record<HaltCause, LadderHalt["code"]>> = { drawdown: "DRAWDOWN_HALT", daily_loss: "DAILY_LOSS_HALT" };

function choiceOf<T extends string>(choices: readonly T[], text: string): T {
  const choice = choices.find((known) => known === text);
  if (choice === undefined) throw new RangeError(`not a choice of a receipt: ${text}`);
  return choice;
}

function versionOf({ active, costs }: DecideInput): number {
  if (costs.fillModel !== undefined) return VERSION;
  return active === undefined ? VERSION_WITHOUT_ACTIVE : VERSION_WITHOUT_FILL_MODEL;
}

function writeKill(writer: CanonicalWriter, kill: KillFact): void {
  writer.u8(SCOPES.indexOf(kill.scope)).text(kill.subject).u8(VERBS.indexOf(kill.verb)).i64(kill.sinceMs);
}

function readKill(reader: CanonicalReader): KillFact {
  return { scope: choiceAt(SCOPES, reader.u8()), subject: reader.text(), verb: choiceAt(VERBS, reader.u8()), sinceMs: reader.i64() };
}

function readCosts(reader: CanonicalReader, version: number): TradingCosts {
  const costs = { feeBps: reader.f64(), slippageBps: reader.f64() };
  return version <= VERSION_WITHOUT_FILL_MODEL ? costs : { ...costs, fillModel: readFillModel(reader) };
}

function writeActive(writer: CanonicalWriter, { profile, settings }: ActiveVersions): void {
  writer.bytes(profile).bytes(settings);
}

function readActive(reader: CanonicalReader, version: number): ActiveVersions | undefined {
  if (version <= VERSION_WITHOUT_ACTIVE) return undefined;
  const read = (): ActiveVersions => ({ profile: reader.bytes(), settings: reader.bytes() });
  return version <= VERSION_WITHOUT_FILL_MODEL ? read() : reader.option(read);
}

/** The input's small parts and the hashes of its shared ones: what replay needs beside the slot, snapshot and state. */
function writeStanding(writer: CanonicalWriter, input: DecideInput): void {
  writer.i64(input.nowMs).u8(MODES.indexOf(input.mode)).bool(input.isFenceHeld);
  writer.bytes(input.profile.hash).bytes(input.settings.hash).bytes(input.instruments.hash);
  writer.list(input.kills, (kill) => writeKill(writer, kill));
  writer.f64(input.costs.feeBps).f64(input.costs.slippageBps);
  if (input.costs.fillModel !== undefined) writeFillModel(writer, input.costs.fillModel);
  writePredictions(writer, input.predictions);
  if (input.costs.fillModel !== undefined) writer.option(input.active, (active) => writeActive(writer, active));
  else if (input.active !== undefined) writeActive(writer, input.active);
}

/** Canonical bytes of a whole input: each field, the shared ones by their hash. */
export function writeInput(writer: CanonicalWriter, input: DecideInput): void {
  const { slot } = input;
  writer.text(INPUT_FORM).u32(versionOf(input));
  writer.text(slot.tenantKey).text(slot.accountKey).text(slot.runKey).text(slot.kind).i64(slot.atMs).i64(slot.seq);
  writer.bytes(input.snapshot.hash).bytes(input.account.hash);
  writeStanding(writer, input);
}

function writeValues(writer: CanonicalWriter, values: FactValues): void {
  writer.list(values, ([name, value]) => writer.text(name).text(value));
}

function readValues(reader: CanonicalReader): FactValues {
  return reader.list((): readonly [string, string] => [reader.text(), reader.text()]);
}

/** What a decision says beside its columns: one blob, so that accounts with nothing of their own to say share it. */
export type Findings = Pick<DecideOutput, "isEquityStale" | "facts" | "refusals" | "intents" | "cancels" | "halts">;

/** Canonical bytes of findings. */
export function encodeFindings(writer: CanonicalWriter, findings: Findings): Uint8Array {
  writer.reset().bool(findings.isEquityStale);
  writer.list(findings.facts, (fact) => {
    writer.text(fact.symbol).text(fact.code);
    writeValues(writer, fact.values);
  });
  writer.list(findings.refusals, (refusal) => {
    writer.text(refusal.check).text(refusal.code).text(refusal.symbol);
    writeValues(writer, refusal.facts);
  });
  writer.list(findings.intents, (order) => writeOrder(writer, order));
  writer.list(findings.cancels, (id) => writer.text(id));
  writer.list(findings.halts, (halt) => {
    writer.text(halt.cause).text(halt.verb);
    writeValues(writer, halt.facts);
  });
  return writer.finish();
}

function readHalt(reader: CanonicalReader): LadderHalt {
  const cause = choiceOf(HALT_CAUSES, reader.text());
  return { cause, code: HALT_CODES[cause], verb: choiceOf(HALT_VERBS, reader.text()), facts: readValues(reader) };
}

function readFindings(reader: CanonicalReader, version: number): Findings {
  return {
    isEquityStale: reader.bool(),
    facts: reader.list(() => ({ symbol: reader.text(), code: reader.text(), values: readValues(reader) })),
    refusals: reader.list(() => ({ check: reader.text(), code: reader.text(), symbol: reader.text(), facts: readValues(reader) })),
    intents: reader.list(() => readOrder(reader)),
    cancels: reader.list(() => reader.text()),
    halts: version === VERSION_WITHOUT_COSTS ? [] : reader.list(() => readHalt(reader)),
  };
}

/** Canonical bytes of a whole output: findings and the state after it by their hashes. */
export function writeOutput(
  writer: CanonicalWriter,
  output: DecideOutput,
  hashes: { readonly findings: Uint8Array; readonly state: Uint8Array },
): void {
  writer.text(OUTPUT_FORM).u32(OUTPUT_VERSION).text(output.outcome);
  writer.list(output.reasonCodes, (code) => writer.text(code));
  writer.units(output.equityUnits).bytes(hashes.state).bytes(hashes.findings);
}

/** The receipt's body: the input's small parts, then the findings. */
export function writeBody(writer: CanonicalWriter, input: DecideInput, findings: Uint8Array): void {
  writer.text(BODY_FORM).u32(versionOf(input));
  writeStanding(writer, input);
  writer.bytes(findings);
}

/** A receipt's body as it reads: with slot, snapshot and state it is the whole input, with the columns the whole output. */
export type ReceiptBody = Findings & {
  readonly nowMs: number;
  readonly mode: AccountMode;
  readonly isFenceHeld: boolean;
  readonly profileHash: Uint8Array;
  readonly settingsHash: Uint8Array;
  readonly instrumentsHash: Uint8Array;
  readonly kills: readonly KillFact[];
  /** Undefined in a body of the first version. */
  readonly costs: TradingCosts | undefined;
  readonly predictions: Predictions;
  /** Undefined where its run states none, and in bodies before the fourth version. */
  readonly active: ActiveVersions | undefined;
};

/** The body of `writeBody`'s bytes; anything else throws. */
export function decodeReceiptBody(bytes: Uint8Array): ReceiptBody {
  const reader = new CanonicalReader(bytes);
  const form = reader.text();
  const version = reader.u32();
  if (form !== BODY_FORM || version < VERSION_WITHOUT_COSTS || version > VERSION)
    throw new RangeError(`not a receipt body of version ${VERSION}: ${form} ${version}`);
  const standing = {
    nowMs: reader.i64(),
    mode: choiceAt(MODES, reader.u8()),
    isFenceHeld: reader.bool(),
    profileHash: reader.bytes(),
    settingsHash: reader.bytes(),
    instrumentsHash: reader.bytes(),
    kills: reader.list(() => readKill(reader)),
    costs: version === VERSION_WITHOUT_COSTS ? undefined : readCosts(reader, version),
    predictions: version <= VERSION_WITHOUT_PREDICTIONS ? BY_RULES : readPredictions(reader),
    active: readActive(reader, version),
  };
  const findingsReader = new CanonicalReader(reader.bytes());
  reader.end();
  const findings = readFindings(findingsReader, version);
  findingsReader.end();
  return { ...standing, ...findings };
}
