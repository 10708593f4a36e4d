import type { Tx } from "../database.ts";
import type { MemberList } from "../contract/member.ts";
import type { Role } from "../permissions.ts";

export async function listMembers(_tx: Tx, _asker: { readonly personId: string; readonly role: Role; readonly nowMs: number }): Promise<MemberList> {
  throw new Error("not written yet");
}
