import type { Permission, Role } from "../permissions.ts";

export type WorkspaceRef = {
  readonly id: string;
  /** Stands in the address: /w/<key>/overview. */
  readonly key: string;
  readonly name: string;
  readonly isDemo: boolean;
  readonly role: Role;
};

/** Who is signed in, where they belong, and what each permission takes (so that a screen can say why not). */
export type Me = {
  readonly person: { readonly id: string; readonly email: string; readonly name: string };
  readonly sessionId: string;
  readonly workspaces: readonly WorkspaceRef[];
  readonly rolesByPermission: Readonly<Record<Permission, readonly Role[]>>;
};

export type SessionRow = {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
  readonly userAgent: string;
};

export type SetupState = { readonly isNeeded: boolean };

export type InvitationPreview = {
  readonly workspaceName: string;
  readonly email: string;
  readonly role: Role;
  readonly expiresAtMs: number;
  /** The address has an account already: accepting asks for its password instead of a new one. */
  readonly hasAccount: boolean;
};
