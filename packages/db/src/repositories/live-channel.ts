/** Postgres's channel on which engine and web app say that a workspace changed; notices carry ids and topics, never data. */
export const LIVE_CHANNEL = "ballast_live";
