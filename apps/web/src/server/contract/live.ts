/** What changed; a screen asks again for what it shows. Never carries the data itself. */
export type LiveTopic = "decisions" | "orders" | "fills" | "equity" | "market" | "halts" | "commands" | "members" | "engine";

export type LiveUpdate = {
  readonly topics: readonly LiveTopic[];
  /** Wall clock of the server. */
  readonly atMs: number;
};
