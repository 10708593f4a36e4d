import { createPublicKey, verify } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inTransaction } from "@ballast/db/clients/pool";
import { findContradicted, type SignedHead } from "@ballast/db/repositories/chain-rows";
import type { Pool } from "pg";
import { checkpointBytes, checkpointSchema, type Checkpoint } from "../checkpoint-form.ts";
import type { ChainDifference } from "./chain-difference.ts";

/** Where checkpoints are kept, and the file of the key that signed them, where it is at hand. */
export type CheckpointFiles = { readonly folder: string; readonly keyFile: string };

export type VerifiedCheckpoints = { readonly files: number; readonly heads: number; readonly differences: readonly ChainDifference[] };

const FILE_NAME = /^-?\d+\.json$/;
/** Heads compared by one statement. */
const HEADS_PER_QUERY = 1_000;
const CHAINS = ["receipts", "ledger", "audit"] as const;

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const orNone = async <T>(read: Promise<T>): Promise<T | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

async function checkpointNames(folder: string): Promise<readonly string[]> {
  const names = (await orNone(readdir(folder))) ?? [];
  return names.filter((name) => FILE_NAME.test(name)).sort((left, right) => Number.parseInt(left, 10) - Number.parseInt(right, 10));
}

/** The public half of the key on this machine, in the form that a checkpoint names it. */
async function knownKey(keyFile: string): Promise<string | undefined> {
  const pem = await orNone(readFile(keyFile));
  return pem === undefined ? undefined : createPublicKey(pem).export({ type: "spki", format: "pem" }).toString();
}

function isSigned(checkpoint: Checkpoint): boolean {
  return verify(null, checkpointBytes(checkpoint), createPublicKey(checkpoint.publicKey), Buffer.from(checkpoint.signature, "hex"));
}

/** What of a file is not as it was signed; the checkpoint itself where it is. */
async function readCheckpoint(path: string, key: string | undefined): Promise<Checkpoint | string> {
  const parsed = checkpointSchema.safeParse(parseJson(await readFile(path, "utf8")));
  if (!parsed.success) return "not a checkpoint";
  if (key !== undefined && parsed.data.publicKey !== key) return "signed by another key";
  return isSigned(parsed.data) ? parsed.data : "the signature does not fit";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const headKey = ({ chain, subject }: SignedHead): string => `${chain} ${subject}`;
const headValue = ({ seq, hash }: SignedHead): string => `${seq} ${hash}`;

async function compareHeads(pool: Pool, name: string, heads: readonly SignedHead[]): Promise<readonly ChainDifference[]> {
  const differences: ChainDifference[] = [];
  for (const chain of CHAINS) {
    const ofChain = heads.filter((head) => head.chain === chain);
    for (let from = 0; from < ofChain.length; from += HEADS_PER_QUERY) {
      const part = ofChain.slice(from, from + HEADS_PER_QUERY);
      const found = await inTransaction(pool, (client) => findContradicted(client, chain, part));
      if (found === undefined) continue;
      const { subject, seq, hash } = found.head;
      differences.push({ chain, subject, seq, field: `checkpoint ${name}`, stored: found.stored ?? "missing", recomputed: hash });
    }
  }
  return differences;
}

/**
 * Compares every signed head with the row that now stands in its place: whoever rewrites a chain with
 * all its hashes and its head still contradicts what was signed. One file at a time; a head that did
 * not move since the hour before is compared once.
 */
export async function verifyCheckpoints(
  pool: Pool,
  of: { readonly files: CheckpointFiles; readonly isWanted: (subject: string) => boolean },
): Promise<VerifiedCheckpoints> {
  const { folder, keyFile } = of.files;
  const names = await checkpointNames(folder);
  const differences: ChainDifference[] = [];
  let key = await knownKey(keyFile);
  let before = new Map<string, string>();
  let heads = 0;
  for (const name of names) {
    const checkpoint = await readCheckpoint(join(folder, name), key);
    if (typeof checkpoint === "string") {
      differences.push({ chain: "checkpoint", subject: name, seq: 0, field: "signature", stored: checkpoint, recomputed: "signed" });
      continue;
    }
    key ??= checkpoint.publicKey;
    const wanted = checkpoint.heads.filter(({ subject, seq }) => seq > 0 && of.isWanted(subject));
    const moved = wanted.filter((head) => before.get(headKey(head)) !== headValue(head));
    differences.push(...(await compareHeads(pool, name, moved)));
    heads += wanted.length;
    before = new Map(wanted.map((head) => [headKey(head), headValue(head)]));
  }
  return { files: names.length, heads, differences };
}
