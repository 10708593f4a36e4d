import { claimFolder, isPortFree, type Claim } from "@ballast/services";

export type ClaimedPort = { readonly port: number; readonly claim: Claim };

const TRIED_MAX = 100;
const PORT_MAX = 65_535;
/** One folder for all clones of a person on this machine. */
const CLAIMS = `/tmp/ballast-ports-${process.getuid?.() ?? 0}`;

/**
 * The first port from `first` on that nobody listens on and no other clone is about to.
 * A server needs a second or two from choosing its port to listening; without the claim, two clones that start
 * together choose the same one.
 */
export async function claimWebPort(first: number, host: string): Promise<ClaimedPort> {
  const last = Math.min(first + TRIED_MAX - 1, PORT_MAX);
  for (let port = first; port <= last; port += 1) {
    const claim = claimFolder(CLAIMS, `${port}.claim`);
    if (!("release" in claim)) continue;
    if (await isPortFree(port, host)) return { port, claim };
    claim.release();
  }
  throw new Error(`No port from ${first} to ${last} is free on ${host}. Set WEB_PORT to one that is.`);
}
