/** Stored rows that are not what replay makes of them, or books that could not go on; open until a person closes it. */
export type IncidentView = {
  readonly id: string;
  readonly kind: "REPLAY_MISMATCH" | "FEATURES_MISMATCH" | "BOOK_BROKEN";
  readonly openedAtMs: number;
  readonly accountId: string;
  readonly accountName: string;
  readonly runId: string;
  /** The decision that it concerns; undefined where it is of a close or of a whole book. */
  readonly receiptSeq: number | undefined;
  /** What was found, in words. */
  readonly title: string;
  /** The finding itself: what is stored and what it should be, or why the books broke. */
  readonly detail: string;
};
