/** What changed; a screen asks again for what it shows. Never carries the data itself. */
export const LIVE_TOPICS = [
  "decisions",
  "orders",
  "fills",
  "equity",
  "market",
  "halts",
  "commands",
  "members",
  "engine",
  "studies",
] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

export type LiveUpdate = {
  readonly topics: readonly LiveTopic[];
  /** Wall clock of the server. */
  readonly atMs: number;
};
