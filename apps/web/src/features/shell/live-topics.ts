import type { LiveTopic } from "../../server/contract/live.ts";

/** Routers and procedures whose answers a topic makes old. A path is a prefix: `["market"]` is all of it. */
const TOUCHED: Record<LiveTopic, readonly (readonly string[])[]> = {
  decisions: [
    ["decision", "list"],
    ["overview"],
    ["account", "list"],
    ["account", "byId"],
    ["market", "overlay"],
    ["strategy", "campaigns"],
  ],
  orders: [["account", "orders"], ["account", "byId"], ["account", "list"], ["overview"], ["workspace"]],
  fills: [["account", "fills"], ["account", "byId"], ["account", "pnl"], ["market", "overlay"], ["overview"]],
  equity: [["account", "equity"], ["account", "list"], ["account", "byId"], ["overview"], ["halt", "standings"]],
  market: [["market", "list"], ["market", "candles"], ["workspace"]],
  halts: [["workspace"], ["halt"], ["overview"], ["account", "byId"], ["account", "list"], ["market", "overlay"]],
  commands: [["command"], ["workspace"], ["overview"], ["account", "list"]],
  members: [["member"]],
  engine: [["workspace"]],
  studies: [["lab"]],
};

/** What must be asked again after these topics, each once; what a shorter path covers is left out. */
export function pathsTouchedBy(topics: Iterable<LiveTopic>): readonly (readonly string[])[] {
  const paths = new Map([...topics].flatMap((topic) => TOUCHED[topic]).map((path) => [path.join("."), path]));
  return [...paths.values()].filter((path) => path.length === 1 || !paths.has(path[0] ?? ""));
}
