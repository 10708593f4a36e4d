import { hash } from "node:crypto";
import type { Sha256 } from "@ballast/core/numeric/hash";

/** SHA-256 by OpenSSL in one call, without a hash object: 0.8 µs for 1 kB. Core is handed this. */
export const sha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer");
