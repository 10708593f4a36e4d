import { hash } from "node:crypto";
import { HASH_BYTES, type Sha256 } from "@ballast/core/numeric/hash";

/**
 * SHA-256 of the host. The digest is taken as a text of one character a byte and put into bytes here:
 * a buffer made by the host lies outside the heap, which costs more than hashing a kilobyte.
 */
export const sha256: Sha256 = (bytes) => {
  const text = hash("sha256", bytes, "binary");
  const digest = new Uint8Array(HASH_BYTES);
  for (let index = 0; index < HASH_BYTES; index += 1) digest[index] = text.charCodeAt(index);
  return digest;
};
