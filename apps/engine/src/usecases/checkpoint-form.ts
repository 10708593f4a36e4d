import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { z } from "zod";

/** The form of a checkpoint file, for who signs it and who verifies it. */
export const CHECKPOINT_VERSION = 1;

const headSchema = z.strictObject({
  chain: z.enum(["audit", "ledger", "receipts"]),
  subject: z.string(),
  seq: z.int().min(0),
  hash: z.hex().length(64),
});

export const checkpointSchema = z.strictObject({
  version: z.literal(CHECKPOINT_VERSION),
  hourMs: z.int(),
  heads: z.array(headSchema),
  /** SPKI, PEM. */
  publicKey: z.string(),
  signature: z.hex(),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** What is signed: canonical bytes of (version, hour, heads in order). */
export function checkpointBytes({ hourMs, heads }: Pick<Checkpoint, "hourMs" | "heads">): Uint8Array {
  const writer = new CanonicalWriter().u32(CHECKPOINT_VERSION).i64(hourMs);
  writer.list(heads, ({ chain, subject, seq, hash }) => writer.text(chain).text(subject).i64(seq).bytes(Buffer.from(hash, "hex")));
  return writer.finish();
}
