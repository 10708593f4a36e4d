import type { RequestContext, SignedIn } from "./context.ts";
import type { TenantTx } from "./database.ts";
import type { Workspace } from "./workspace.ts";

/** Someone with the right to act, inside the transaction in which the act and its audit row are written. */
export type ActorContext = RequestContext & { readonly signedIn: SignedIn; readonly workspace: Workspace; readonly tx: TenantTx };
