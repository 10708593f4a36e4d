import type { RequestContext } from "../context.ts";

export async function createFirstOwner(_ctx: RequestContext, _input: { readonly name: string; readonly email: string; readonly password: string; readonly workspaceName: string }): Promise<{ readonly workspaceKey: string }> {
  throw new Error("not written yet");
}
