import { constants, createContext, Script } from "node:vm";
import type { Core } from "@ballast/core/decision/entry";
import { sha256 } from "../../ports/sha256.ts";
import { AppError } from "@ballast/jobs/app-error";

/** What every release's bundle offers. */
type Decider = Pick<
  Core,
  | "makeDecide"
  | "decodeSnapshot"
  | "decodeInstruments"
  | "decodeRiskProfile"
  | "decodeStrategySettings"
  | "decodeAccountState"
  | "decodeReceiptBody"
>;

/** A bundle as it was loaded: a release from before bookings were replayed offers the decision alone. */
export type LoadedCore = Decider & Partial<Omit<Core, keyof Decider>>;

const NEEDED: readonly (keyof Decider)[] = [
  "makeDecide",
  "decodeSnapshot",
  "decodeInstruments",
  "decodeRiskProfile",
  "decodeStrategySettings",
  "decodeAccountState",
  "decodeReceiptBody",
];

/** The one export of a bundle, its last statement, with the name that the value has inside. */
const EXPORT = /export\s*\{\s*(?:([\w$]+)\s+as\s+)?core\s*\};?\s*$/;

function isCore(value: unknown): value is LoadedCore {
  if (typeof value !== "object" || value === null) return false;
  return NEEDED.every((name) => typeof Reflect.get(value, name) === "function");
}

function refuse(name: string, fault: string): never {
  throw new AppError("CORE_BUNDLE_BROKEN", `the stored core ${name} ${fault}`, { retry: "never" });
}

/**
 * Loads a stored bundle. Its bytes are compared with its name first: that name stands in receipts whose
 * own hash covers it, in chains whose heads are signed outside the database, so whoever wanted other code
 * to run here would have to be able to write the code of the engine itself. It runs in a realm that has
 * the language and nothing of the host: no process, no require, no network, no clock but the language's
 * own, no code made from text. That keeps an honest bundle from depending on anything outside its input;
 * it is no jail for a hostile one, and the hash is what it rests on.
 */
export function loadCore(bundle: { readonly hash: Uint8Array; readonly body: Uint8Array }): LoadedCore {
  const name = Buffer.from(bundle.hash).toString("hex");
  const found = Buffer.from(sha256(bundle.body)).toString("hex");
  if (found !== name) refuse(name, `hashes to ${found}`);
  const source = Buffer.from(bundle.body).toString("utf8");
  const exported = EXPORT.exec(source);
  if (exported === null) refuse(name, "does not end with its one export");
  const script = new Script(`(() => {"use strict";${source.slice(0, exported.index)}\nreturn ${exported[1] ?? "core"};})()`, {
    filename: `core-${name}.js`,
  });
  // Without interceptors on its global object: with them each look-up of Math would leave the compiled code.
  const realm = createContext(constants.DONT_CONTEXTIFY, { name: `core ${name}`, codeGeneration: { strings: false, wasm: false } });
  Object.assign(realm, { TextEncoder, TextDecoder, structuredClone });
  const core: unknown = script.runInContext(realm);
  return isCore(core) ? core : refuse(name, `does not offer ${NEEDED.join(", ")}`);
}
