import type { HaltConsequence, HaltVerb } from "../../server/contract/halt.ts";
import type { Halt } from "./answers.ts";

/** What each verb does, as the menu says it. */
export const HALT_VERBS: readonly { readonly verb: HaltVerb; readonly act: string; readonly meaning: string; readonly isAsked: boolean }[] =
  [
    { verb: "block_entries", act: "Block entries", meaning: "No new positions. Stops and exits go on.", isAsked: false },
    { verb: "reduce_only", act: "Reduce only", meaning: "Orders may only make positions smaller.", isAsked: false },
    { verb: "cancel", act: "Cancel orders…", meaning: "Cancels every open order. Positions stay open.", isAsked: true },
    { verb: "flatten", act: "Flatten…", meaning: "Sells every position at market.", isAsked: true },
  ];

const IN_FORCE: Record<HaltVerb, string> = {
  block_entries: "Entries are blocked",
  reduce_only: "Orders may only reduce",
  cancel: "Open orders are being cancelled",
  flatten: "Positions are being sold",
};

const STILL: Record<HaltVerb, string> = {
  block_entries: "Stops and exits go on.",
  reduce_only: "Stops and exits go on.",
  cancel: "Entries stay blocked; positions stay open.",
  flatten: "Entries stay blocked.",
};

function inScope(halt: Halt): string {
  switch (halt.scope) {
    case "all":
      return "everywhere on this installation";
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

/** `Entries are blocked in this workspace`. */
export function haltTitle(halt: Halt): string {
  return `${IN_FORCE[halt.verb]} ${inScope(halt)}`;
}

/** What still works under a halt. */
export function haltStill(halt: Halt): string {
  return STILL[halt.verb];
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** `Cancels 14 open orders on 3 accounts. Positions stay open.` */
export function consequenceText(verb: HaltVerb, consequence: HaltConsequence | undefined): string {
  if (consequence === undefined) return "Counting what this would touch…";
  const orders = counted(consequence.openOrders, "open order");
  const accounts = counted(consequence.accounts, "account");
  switch (verb) {
    case "block_entries":
    case "reduce_only":
      return `Holds on ${accounts} until someone releases it. Stops and exits go on.`;
    case "cancel":
      return `Cancels ${orders} on ${accounts}, protective stops too. Positions stay open. Entries stay blocked until someone releases it.`;
    case "flatten":
      return `Sells ${counted(consequence.openPositions, "position")} at market on ${accounts} and cancels ${orders}. Entries stay blocked until someone releases it.`;
  }
}
