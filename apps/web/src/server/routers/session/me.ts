import type { Me } from "../../contract/session.ts";
import { permitted } from "../../permitted.ts";
import { findMe } from "../../queries/me.ts";

export const me = permitted("self.read").query(({ ctx }): Promise<Me> => findMe(ctx.database.global, ctx.signedIn));
