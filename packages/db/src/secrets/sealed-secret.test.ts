import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openSecret, sealSecret, SecretDoesNotOpen, type SealedSecret, type SecretPlace } from "./sealed-secret.ts";

const PLACE: SecretPlace = {
  tenantId: "11111111-1111-4111-8111-111111111111",
  accountId: "22222222-2222-4222-8222-222222222222",
  purpose: "kraken-trading",
  version: 3,
};
const SECRET = Buffer.from("kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==");

function engineKeys(): { readonly publicPem: string; readonly privatePem: string } {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  return {
    publicPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    privatePem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

describe("a sealed secret", () => {
  const keys = engineKeys();
  const sealed = sealSecret(keys.publicPem, PLACE, SECRET);

  it("opens with the engine's key at its own place", () => {
    expect(Buffer.from(openSecret(keys.privatePem, PLACE, sealed))).toEqual(SECRET);
  });

  it("shows nothing of the secret, and nothing twice", () => {
    const again = sealSecret(keys.publicPem, PLACE, SECRET);
    expect(Buffer.from(again.ciphertext).equals(Buffer.from(sealed.ciphertext))).toBe(false);
    expect(Buffer.from(sealed.ciphertext).includes(SECRET.subarray(0, 8))).toBe(false);
  });

  it("does not open with another engine's key", () => {
    expect(() => openSecret(engineKeys().privatePem, PLACE, sealed)).toThrow(SecretDoesNotOpen);
  });

  it.each([
    ["another workspace", { ...PLACE, tenantId: "33333333-3333-4333-8333-333333333333" }],
    ["another account", { ...PLACE, accountId: "33333333-3333-4333-8333-333333333333" }],
    ["another purpose", { ...PLACE, purpose: "kraken-futures" }],
    ["another version", { ...PLACE, version: 4 }],
  ])("does not open at %s", (_name, place) => {
    expect(() => openSecret(keys.privatePem, place, sealed)).toThrow(SecretDoesNotOpen);
  });

  it.each<[string, SealedSecret]>([
    ["ciphertext", { ...sealed, ciphertext: flipped(sealed.ciphertext, 4) }],
    ["tag", { ...sealed, ciphertext: flipped(sealed.ciphertext, sealed.ciphertext.length - 1) }],
    ["nonce", { ...sealed, nonce: flipped(sealed.nonce, 0) }],
    ["ephemeral key", { ...sealed, sealedKey: flipped(sealed.sealedKey, 1) }],
    ["wrapped data key", { ...sealed, sealedKey: flipped(sealed.sealedKey, 50) }],
  ])("does not open with a changed %s", (_name, changed) => {
    expect(() => openSecret(keys.privatePem, PLACE, changed)).toThrow(SecretDoesNotOpen);
  });
});
