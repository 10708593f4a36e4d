/** Called by Next once, as its server starts. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { markPeers } = await import("./server/peer.ts");
  markPeers();
}
