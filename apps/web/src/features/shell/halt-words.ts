import { releaseWays } from "@ballast/core/risk/release-ways";
import type { HaltConsequence, HaltScope, HaltVerb } from "../../server/contract/halt.ts";
import type { Halt } from "./answers.ts";

/** What each verb does, as the menu says it. */
export type VerbWords = { readonly verb: HaltVerb; readonly act: string; readonly meaning: string; readonly isAsked: boolean };
export const HALT_VERBS: readonly VerbWords[] = [
  { verb: "block_entries", act: "Block entries", meaning: "No new positions. Stops and exits go on.", isAsked: false },
  { verb: "reduce_only", act: "Reduce only", meaning: "Orders may only make positions smaller.", isAsked: false },
  { verb: "cancel", act: "Cancel entries…", meaning: "Cancels every entry that waits. Positions keep their stops.", isAsked: true },
  { verb: "flatten", act: "Flatten…", meaning: "Sells every position at market.", isAsked: true },
];

/** A model decides entries and nothing else: refusing them is all that a halt of one can do. */
const OF_MODEL: readonly VerbWords[] = [
  { verb: "block_entries", act: "Block its entries", meaning: "What it decides is refused. Rules go on.", isAsked: false },
];

/** The verbs that a halt of this reach has. */
export function verbsOf(scope: HaltScope): readonly VerbWords[] {
  return scope === "model" ? OF_MODEL : HALT_VERBS;
}

const IN_FORCE: Record<Exclude<HaltVerb, "flatten">, string> = {
  block_entries: "Entries are blocked",
  reduce_only: "Orders may only reduce",
  cancel: "Entries are cancelled and blocked",
};

const counted = (count: number, noun: string, nouns = `${noun}s`): string => `${count} ${count === 1 ? noun : nouns}`;

const STILL: Record<HaltVerb, string> = {
  block_entries: "Stops and exits go on.",
  reduce_only: "Stops and exits go on.",
  cancel: "Positions and their protective stops stay.",
  flatten: "Entries stay blocked.",
};

function inScope(halt: Halt): string {
  switch (halt.scope) {
    // A trigger of an account's own close reaches all that this account trades, and no other.
    case "all":
      return halt.accounts === undefined ? "everywhere on this installation" : `on ${counted(halt.accounts, "account")}`;
    case "workspace":
      return "in this workspace";
    case "account":
      return `on ${halt.subjectName}`;
    case "instrument":
      return `for ${halt.subjectName}`;
    case "model":
      return `for model ${halt.subjectName}`;
  }
}

/** A flatten is over when nothing is left; its account may also have held nothing. */
function flattening(openPositions: number | undefined): string {
  if (openPositions === undefined) return "Flattened, entries are blocked";
  return openPositions === 0 ? "Nothing is left to sell, entries are blocked" : `Selling ${counted(openPositions, "position")}`;
}

/** `6 positions of Harbour can't be sold: its books broke`. */
function stuckText({ positions, of }: NonNullable<Halt["stuck"]>): string {
  const whose = / accounts$/.test(of) ? "their" : "its";
  return `${counted(positions, "position")} of ${of} can't be sold: ${whose} books broke`;
}

/** `Entries are blocked in this workspace`. */
export function haltTitle(halt: Halt): string {
  if (halt.stuck !== undefined) {
    const selling = halt.openPositions === 0 ? "" : `${flattening(halt.openPositions)} ${inScope(halt)}; `;
    return `${selling}${stuckText(halt.stuck)}`;
  }
  // Whatever verb it was given, a halt of a model refuses what it decides and sells nothing.
  if (halt.scope === "model") return `${IN_FORCE.block_entries} ${inScope(halt)}`;
  return `${halt.verb === "flatten" ? flattening(halt.openPositions) : IN_FORCE[halt.verb]} ${inScope(halt)}`;
}

/** What still works under a halt. */
export function haltStill(halt: Halt): string {
  return STILL[halt.verb];
}

/** `Cancels 3 waiting entries. Positions and their protective stops stay.` */
export function consequenceText(verb: HaltVerb, consequence: HaltConsequence | undefined): string {
  if (consequence === undefined) return "Counting what this would touch…";
  const orders = counted(consequence.openOrders, "open order");
  const accounts = counted(consequence.accounts, "account");
  switch (verb) {
    case "block_entries":
    case "reduce_only":
      return `Holds on ${accounts} until someone releases it. Stops and exits go on.`;
    case "cancel":
      return `Cancels ${counted(consequence.waitingEntries, "waiting entry", "waiting entries")}. Positions and their protective stops stay. Entries stay blocked until someone releases it.`;
    case "flatten":
      return `Sells ${counted(consequence.openPositions, "position")} at market on ${accounts} and cancels ${orders}. Entries stay blocked until someone releases it.`;
  }
}

const INSTALLATION = "whoever runs the installation";

/** Who can end a halt: `owner, admin, risk officer`, whoever runs the installation, or both. */
export function haltReleasers({ scope, code, releasePersons }: Halt, roles: string): string {
  switch (releaseWays({ scope, isByTrigger: code !== undefined, persons: releasePersons }).web) {
    case "release":
      return releasePersons === 2 ? `two of ${roles}` : roles;
    case "agree":
      return `${INSTALLATION}, once two of ${roles} agree`;
    case "none":
      return INSTALLATION;
  }
}

const BOOK_BROKEN = "BOOK_BROKEN: ";
/** Why the engine stopped an account whose books broke, before what it found. */
export const BROKEN_WORDS = "its books do not add up, so nothing is decided or sold for it. Have them repaired, then release this halt.";

/** What the engine found in books that broke, for who repairs them; undefined for every other halt. */
export function brokenBookText({ reason }: Pick<Halt, "reason">): string | undefined {
  return reason.startsWith(BOOK_BROKEN) ? reason.slice(BOOK_BROKEN.length) : undefined;
}

/** Why it was set: a person's own words in quotes; an engine's without its code and without saying again that it is a halt. */
export function haltReason({ code, reason }: Pick<Halt, "code" | "reason">): string {
  if (brokenBookText({ reason }) !== undefined) return BROKEN_WORDS;
  if (code === undefined) return `“${reason}”.`;
  const words = reason.replace(/^[A-Z_]+: /, "").replace(/^Halted: /, "");
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
