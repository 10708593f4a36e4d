import type { Role } from "./permissions.ts";

/** The workspace a procedure runs in, and the asker's role there. */
export type Workspace = { readonly id: string; readonly key: string; readonly name: string; readonly isDemo: boolean; readonly role: Role };
