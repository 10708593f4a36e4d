import type { LocalRule } from "./create-rule.ts";
import { fileName } from "./house/file-name.ts";
import { noAmbientClock } from "./house/no-ambient-clock.ts";
import { noAssertion } from "./house/no-assertion.ts";
import { noEmptyWords } from "./house/no-empty-words.ts";
import { exactPower } from "./purity/exact-power.ts";
import { noModuleState } from "./purity/no-module-state.ts";
import { nothingWaits } from "./purity/nothing-waits.ts";
import { pureGlobals } from "./purity/pure-globals.ts";
import { pureMath } from "./purity/pure-math.ts";
import { pureProperties } from "./purity/pure-properties.ts";

/** What packages/core must keep: nothing that differs between two runs on the same input. */
export const purityRules: Readonly<Record<string, LocalRule>> = {
  "exact-power": exactPower,
  "no-module-state": noModuleState,
  "nothing-waits": nothingWaits,
  "pure-globals": pureGlobals,
  "pure-math": pureMath,
  "pure-properties": pureProperties,
};

/** What the whole tree must keep, beyond what published rules can say. */
export const houseRules: Readonly<Record<string, LocalRule>> = {
  "file-name": fileName,
  "no-ambient-clock": noAmbientClock,
  "no-assertion": noAssertion,
  "no-empty-words": noEmptyWords,
};

export const ballast = { meta: { name: "ballast" }, rules: { ...purityRules, ...houseRules } };

/** Every rule of a group as an error, keyed as ESLint wants it. */
export function asErrors(rules: Readonly<Record<string, LocalRule>>): Record<string, "error"> {
  return Object.fromEntries(Object.keys(rules).map((name) => [`ballast/${name}`, "error"]));
}
