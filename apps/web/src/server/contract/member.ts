import type { HeldRole, Role } from "../permissions.ts";

export type MemberRow = {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAtMs: number;
  readonly isSelf: boolean;
};

export type InvitationRow = {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
};

/** A role grant waits for a second person (four eyes); a lowered role holds at once. */
export type RoleRequest = {
  readonly id: string;
  /** The address of who is only invited. */
  readonly name: string;
  readonly fromRole: HeldRole;
  readonly toRole: Role;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
  readonly expiresAtMs: number;
  readonly reason: string;
  /** In a workspace of one: from when the asker may confirm it alone. Undefined where a second person decides. */
  readonly coolsOffAtMs?: number | undefined;
  /** Who asked may not decide, but for a cooling off. */
  readonly mayDecide: boolean;
};

export type MemberList = {
  readonly members: readonly MemberRow[];
  readonly invitations: readonly InvitationRow[];
  readonly roleRequests: readonly RoleRequest[];
};

/** The link is shown once: only the hash of its token is stored. */
export type InvitationCreated = {
  readonly invitationId: string;
  readonly path: string;
  readonly expiresAtMs: number;
  /** What the link waits for before it lets anybody in. */
  readonly waitsFor: "nobody" | "second_person" | "cooling_off";
};

export type RoleChange = { readonly outcome: "changed" } | { readonly outcome: "awaits_approval"; readonly requestId: string };
