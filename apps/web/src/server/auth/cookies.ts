import { createHash } from "node:crypto";

export type AuthCookies = { readonly session: string; readonly csrf: string; readonly callback: string; readonly isSecure: boolean };

const MARK_LENGTH = 8;

/**
 * Names of our cookies. Browsers share cookies between the ports of one host, so two installations
 * side by side are told apart by a mark of their secret. `__Host-` binds them to this host over
 * https; over plain http on the loopback browsers would refuse that prefix.
 */
export function authCookies(secret: string, publicUrl: string | undefined): AuthCookies {
  const isSecure = publicUrl?.startsWith("https://") ?? false;
  const mark = createHash("sha256").update(`cookie mark of ${secret}`).digest("hex").slice(0, MARK_LENGTH);
  const prefix = `${isSecure ? "__Host-" : ""}ballast.${mark}`;
  return { session: `${prefix}.session`, csrf: `${prefix}.csrf`, callback: `${prefix}.callback`, isSecure };
}
