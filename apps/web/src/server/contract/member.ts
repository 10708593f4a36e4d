import type { Role } from "../permissions.ts";

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

/** A raised role waits for a second person (four eyes); a lowered one holds at once. */
export type RoleRequest = {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly fromRole: Role;
  readonly toRole: Role;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
  readonly expiresAtMs: number;
  readonly reason: string;
  /** The asker may not decide; in a workspace of one, only after the cooling-off. */
  readonly mayDecide: boolean;
};

export type MemberList = {
  readonly members: readonly MemberRow[];
  readonly invitations: readonly InvitationRow[];
  readonly roleRequests: readonly RoleRequest[];
};

/** The link is shown once: only the hash of its token is stored. */
export type InvitationCreated = { readonly invitationId: string; readonly path: string; readonly expiresAtMs: number };

export type RoleChange = { readonly outcome: "changed" } | { readonly outcome: "awaits_approval"; readonly requestId: string };
