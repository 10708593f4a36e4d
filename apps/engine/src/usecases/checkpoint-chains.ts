import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { readChainHeads } from "@ballast/db/repositories/chain-heads";
import type { EnginePorts } from "../ports/engine-ports.ts";

const OWNER_ONLY = 0o600;
const VERSION = 1;

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
  const heads = await readChainHeads(ports.pool);
  const writer = new CanonicalWriter().u32(VERSION).i64(hourMs);
  writer.list(heads, (head) => writer.text(head.chain).text(head.subject).i64(head.seq).bytes(head.hash));
  await mkdir(folder, { recursive: true });
  const key = await signingKey(keyFile);
  const checkpoint = {
    version: VERSION,
    hourMs,
    heads: heads.map(({ chain, subject, seq, hash }) => ({ chain, subject, seq, hash: Buffer.from(hash).toString("hex") })),
    publicKey: createPublicKey(key).export({ type: "spki", format: "pem" }),
    signature: sign(null, writer.finish(), key).toString("hex"),
  };
  const part = `${path}.${randomUUID()}.part`;
  await writeFile(part, JSON.stringify(checkpoint));
  await rename(part, path);
  return { isNew: true, heads: heads.length };
}
