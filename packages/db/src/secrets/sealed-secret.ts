import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from "node:crypto";

/**
 * Envelope encryption of a venue key. The web app seals a captured secret to the engine's public key
 * and can't open it again; the engine's private key never leaves the engine.
 *
 *   secret   — AES-256-GCM under a data key of its own, AAD tenant|account|purpose|version
 *   data key — AES-256-GCM under HKDF-SHA256 of X25519(ephemeral, engine), the same AAD
 *
 * The AAD binds both to their row: moved to another account or version, neither opens.
 */
export type SecretPlace = { readonly tenantId: string; readonly accountId: string; readonly purpose: string; readonly version: number };

/** What the `credentials` row holds. `sealedKey` is ephemeral public key (32) ‖ nonce (12) ‖ data key (32) ‖ tag (16). */
export type SealedSecret = {
  readonly engineKeyId: string;
  readonly sealedKey: Uint8Array;
  readonly nonce: Uint8Array;
  /** Ciphertext ‖ tag. */
  readonly ciphertext: Uint8Array;
};

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAP_INFO = "ballast credential data key v1";
/** SPKI header of an X25519 public key (RFC 8410); the raw key is the 32 bytes behind it. */
const SPKI_HEADER = Buffer.from("302a300506032b656e032100", "hex");

/** The secret can't be opened: another key, another place, or bytes that were changed. Says nothing of the content. */
export class SecretDoesNotOpen extends Error {
  override name = "SecretDoesNotOpen";
}

function aadOf({ tenantId, accountId, purpose, version }: SecretPlace): Buffer {
  const parts = [tenantId, accountId, purpose, String(version)];
  if (parts.some((part) => part.includes("|"))) throw new RangeError("a part of a secret's place contains |");
  return Buffer.from(parts.join("|"));
}

function encrypt(key: Uint8Array, plain: Uint8Array, aad: Buffer): { readonly nonce: Buffer; readonly sealed: Buffer } {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(aad);
  return { nonce, sealed: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
}

function decrypt(key: Uint8Array, from: { readonly nonce: Uint8Array; readonly sealed: Uint8Array }, aad: Buffer): Buffer {
  const end = from.sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, from.nonce).setAAD(aad).setAuthTag(from.sealed.subarray(end));
  return Buffer.concat([decipher.update(from.sealed.subarray(0, end)), decipher.final()]);
}

const rawPublicKey = (key: KeyObject): Buffer => key.export({ type: "spki", format: "der" }).subarray(SPKI_HEADER.length);

/** The name of an engine key: SHA-256 of its public half, so that a rotated key is told apart. */
export function engineKeyIdOf(publicKey: KeyObject): string {
  return createHash("sha256").update(rawPublicKey(publicKey)).digest("hex");
}

function wrapKeyOf(shared: Buffer, ephemeral: Buffer): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", shared, ephemeral, WRAP_INFO, KEY_BYTES));
}

/** Seals a secret to the engine whose public key this is (SPKI PEM, X25519). */
export function sealSecret(enginePublicKeyPem: string, place: SecretPlace, secret: Uint8Array): SealedSecret {
  const enginePublicKey = createPublicKey(enginePublicKeyPem);
  const ephemeral = generateKeyPairSync("x25519");
  const ephemeralRaw = rawPublicKey(ephemeral.publicKey);
  const wrapKey = wrapKeyOf(diffieHellman({ privateKey: ephemeral.privateKey, publicKey: enginePublicKey }), ephemeralRaw);
  const dataKey = randomBytes(KEY_BYTES);
  const aad = aadOf(place);
  const wrapped = encrypt(wrapKey, dataKey, aad);
  const { nonce, sealed } = encrypt(dataKey, secret, aad);
  dataKey.fill(0);
  return {
    engineKeyId: engineKeyIdOf(enginePublicKey),
    sealedKey: Buffer.concat([ephemeralRaw, wrapped.nonce, wrapped.sealed]),
    nonce,
    ciphertext: sealed,
  };
}

/** Opens what was sealed to this key (PKCS #8 PEM, X25519) for this place; anything else throws SecretDoesNotOpen. */
export function openSecret(enginePrivateKeyPem: string, place: SecretPlace, sealed: SealedSecret): Uint8Array {
  try {
    const privateKey = createPrivateKey(enginePrivateKeyPem);
    const ephemeralRaw = Buffer.from(sealed.sealedKey.subarray(0, KEY_BYTES));
    const ephemeral = createPublicKey({ key: Buffer.concat([SPKI_HEADER, ephemeralRaw]), type: "spki", format: "der" });
    const wrapKey = wrapKeyOf(diffieHellman({ privateKey, publicKey: ephemeral }), ephemeralRaw);
    const wrapped = {
      nonce: sealed.sealedKey.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES),
      sealed: sealed.sealedKey.subarray(KEY_BYTES + NONCE_BYTES),
    };
    const aad = aadOf(place);
    return decrypt(decrypt(wrapKey, wrapped, aad), { nonce: sealed.nonce, sealed: sealed.ciphertext }, aad);
  } catch (cause) {
    throw new SecretDoesNotOpen("the secret does not open with this engine's key at this place", { cause });
  }
}
