import type { ActorContext } from "../actor.ts";
import type { RoleChange } from "../contract/member.ts";
import type { Role } from "../permissions.ts";

export async function changeRole(_ctx: ActorContext, _input: { readonly personId: string; readonly role: Role; readonly reason: string }): Promise<RoleChange> {
  throw new Error("not written yet");
}
