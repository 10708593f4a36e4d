/** Called by Next once, as its server starts; what only Node can do is in a file that the edge's bundle leaves out. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { startUp } = await import("./server/start-up.ts");
  await startUp(process.env["DATABASE_URL_WEB"]);
}
