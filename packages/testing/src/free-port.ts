import { findFreePort } from "@ballast/services";

/** A port of the loopback address for a server that a test starts itself. */
export function freeTestPort(): Promise<number> {
  return findFreePort();
}
