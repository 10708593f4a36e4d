import type { ActorContext } from "../actor.ts";
import type { InvitationCreated } from "../contract/member.ts";
import type { Role } from "../permissions.ts";

export async function inviteMember(_ctx: ActorContext, _input: { readonly email: string; readonly role: Role }): Promise<InvitationCreated> {
  throw new Error("not written yet");
}
