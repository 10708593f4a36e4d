import type { GateKill } from "../risk/gate-input.ts";

/** A kill switch that holds an account, as the reasons for its idleness name it. */
export type IdleHalt = {
  readonly scope: GateKill["scope"];
  /** What it is of, by its name: the account's, the workspace's, `BTC/USD`; of the whole installation nothing. */
  readonly subject: string;
  readonly verb: GateKill["verb"];
  readonly sinceMs: number;
  /** A person's words, or an engine's behind its code. */
  readonly reason: string;
};

const EFFECTS: Readonly<Record<IdleHalt["verb"], string>> = {
  block_entries: "entries are blocked",
  reduce_only: "orders may only reduce",
  cancel: "entries are cancelled and blocked",
  flatten: "positions are sold and entries are blocked",
};

function reachOf({ scope, subject }: IdleHalt): string {
  switch (scope) {
    case "all":
      return "everywhere on this installation";
    case "workspace":
      return `in workspace ${subject}`;
    case "account":
      return `on account ${subject}`;
    case "instrument":
      return `for ${subject}`;
    case "model":
      return `for what model ${subject} decides`;
  }
}

/** An engine's reason opens with its code and says that it is a halt; a person's own words are theirs. */
function whyOf(reason: string): string {
  const words = reason.replace(/^[A-Z_]+: (Halted: )?/, "");
  return words === reason ? `“${reason}”` : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `entries are blocked on account Alpha. “feed looks wrong”`. */
export function idleHaltWords(halt: IdleHalt): string {
  return `${EFFECTS[halt.verb]} ${reachOf(halt)}. ${whyOf(halt.reason)}`;
}
