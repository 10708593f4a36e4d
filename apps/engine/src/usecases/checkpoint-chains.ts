import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readChainHeads } from "@ballast/db/repositories/chain-heads";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { CHECKPOINT_VERSION, checkpointBytes, type Checkpoint } from "./checkpoint-form.ts";

const OWNER_ONLY = 0o600;

type CheckpointPorts = Pick<EnginePorts, "pool" | "checkpoints">;

/** The signing key, made on first use and readable by its owner alone. */
async function signingKey(file: string): Promise<ReturnType<typeof createPrivateKey>> {
  try {
    return createPrivateKey(await readFile(file));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    const { privateKey } = generateKeyPairSync("ed25519");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: OWNER_ONLY, flag: "wx" });
    return privateKey;
  }
}

/**
 * Signs the heads of all chains and keeps them outside the database: whoever rewrites a chain, all
 * its hashes included, still contradicts the last signed head. Ed25519 over the canonical bytes of
 * (version, hour, heads in order). An hour is signed once: a second delivery leaves the file as it is.
 */
export async function checkpointChains(
  ports: CheckpointPorts,
  hourMs: number,
): Promise<{ readonly isNew: boolean; readonly heads: number }> {
  const { folder, keyFile } = ports.checkpoints;
  const path = join(folder, `${hourMs}.json`);
  if (existsSync(path)) return { isNew: false, heads: 0 };
  const stored = await readChainHeads(ports.pool);
  const heads = stored.map(({ chain, subject, seq, hash }) => ({ chain, subject, seq, hash: Buffer.from(hash).toString("hex") }));
  await mkdir(folder, { recursive: true });
  const key = await signingKey(keyFile);
  const checkpoint: Checkpoint = {
    version: CHECKPOINT_VERSION,
    hourMs,
    heads,
    publicKey: createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
    signature: sign(null, checkpointBytes({ hourMs, heads }), key).toString("hex"),
  };
  const part = `${path}.${randomUUID()}.part`;
  await writeFile(part, JSON.stringify(checkpoint));
  await rename(part, path);
  return { isNew: true, heads: heads.length };
}
