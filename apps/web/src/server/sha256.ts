import { hash } from "node:crypto";
import type { Sha256 } from "@ballast/core/numeric/hash";

export const nodeSha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer");
