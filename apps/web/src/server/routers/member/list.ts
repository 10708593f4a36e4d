import type { MemberList } from "../../contract/member.ts";
import { permitted } from "../../permitted.ts";
import { listMembers } from "../../queries/members.ts";

export const list = permitted("member.read").query(({ ctx }): Promise<MemberList> =>
  listMembers(ctx.tx, { personId: ctx.signedIn.personId, role: ctx.workspace.role, nowMs: ctx.now() }),
);
