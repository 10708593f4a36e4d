/** Alive: the process answers. Says nothing of what it depends on. */
export function GET(): Response {
  return Response.json({ status: "alive" }, { headers: { "cache-control": "no-store" } });
}

export const dynamic = "force-dynamic";
