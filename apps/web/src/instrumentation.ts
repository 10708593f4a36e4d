/** Called by Next once, as its server starts. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { markPeers } = await import("./server/peer.ts");
  markPeers();
  const { unfitDatabase } = await import("./server/unfit-database.ts");
  const url = process.env["DATABASE_URL_WEB"];
  const reason = url === undefined ? undefined : await unfitDatabase(url);
  if (reason === undefined) return;
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
