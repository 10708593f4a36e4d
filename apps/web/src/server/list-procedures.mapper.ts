import { appRouter } from "./routers/app-router.ts";
import type { ProcedureMeta } from "./trpc.ts";

export type Procedure = {
  readonly path: string;
  readonly type: "query" | "mutation" | "subscription";
  readonly meta: ProcedureMeta | undefined;
};

type Definition = { readonly _def: { readonly type: Procedure["type"]; readonly meta?: ProcedureMeta } };

/** Every procedure there is by its full path, with how it was made. At run time tRPC keeps them flat; its types say nested. */
export function listProcedures(): readonly Procedure[] {
  const procedures = appRouter._def.procedures as unknown as Readonly<Record<string, Definition>>;
  return Object.entries(procedures).map(([path, { _def }]) => ({ path, type: _def.type, meta: _def.meta }));
}
