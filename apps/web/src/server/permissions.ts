/**
 * Who may do what (GOV1), as data. Procedures name a permission and nothing else, so this table is
 * the whole answer to "can a viewer do that?"; the matrix test tries each procedure with each role.
 */

export const ROLES = ["owner", "admin", "operator", "risk_officer", "researcher", "viewer"] as const;
export type Role = (typeof ROLES)[number];

const everyone: readonly Role[] = ROLES;
const whoRunTrading: readonly Role[] = ["owner", "admin", "operator"];
/** Halting is easy: everyone who answers for money. */
const whoMayHalt: readonly Role[] = ["owner", "admin", "operator", "risk_officer"];
/** Starting again is hard: not those who trade. */
const whoMayRelease: readonly Role[] = ["owner", "admin", "risk_officer"];
const whoKeepMembers: readonly Role[] = ["owner", "admin"];

export const ROLES_BY_PERMISSION = {
  /** One's own sessions and name: no workspace is involved, so the role is that of any membership, or of none. */
  "self.read": everyone,
  "self.manage": everyone,
  "workspace.read": everyone,
  "account.read": everyone,
  "account.create": whoRunTrading,
  "decision.read": everyone,
  "market.read": everyone,
  "halt.read": everyone,
  "halt.set": whoMayHalt,
  "halt.release": whoMayRelease,
  "command.read": everyone,
  "profile.read": everyone,
  "profile.write": ["owner", "admin", "risk_officer"],
  /** What it raises of a live account waits for a second person, whoever asks. */
  "profile.assign": whoMayHalt,
  "profile.approve": whoMayRelease,
  /** Has the engine compute something for a page: a replay, a what-if. It moves nothing. */
  "engine.ask": ["owner", "admin", "operator", "risk_officer", "researcher"],
  "lab.read": everyone,
  /** Asks for studies and stops them, keeps stretches unseen and opens them. Each study counts against whoever comes after. */
  "lab.run": ["owner", "admin", "operator", "risk_officer", "researcher"],
  "member.read": ["owner", "admin", "operator", "risk_officer", "researcher"],
  "member.invite": whoKeepMembers,
  "member.change": whoKeepMembers,
  "member.approve": ["owner", "admin", "risk_officer"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof ROLES_BY_PERMISSION;

/** Permissions that concern only the person who asks; every other one is held in a workspace. */
export const SELF_PERMISSIONS = ["self.read", "self.manage"] as const satisfies readonly Permission[];
export type SelfPermission = (typeof SELF_PERMISSIONS)[number];
export type WorkspacePermission = Exclude<Permission, SelfPermission>;

export function mayRole(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = ROLES_BY_PERMISSION[permission];
  return roles.includes(role);
}

/** What someone is in a workspace: a role, or nothing yet or any more. */
export type HeldRole = Role | "none";

/** Roles by what they can do to others. Operator and risk officer stand side by side: each has rights that the other lacks. */
const RANK: Readonly<Record<HeldRole, number>> = { none: 0, viewer: 1, researcher: 2, operator: 3, risk_officer: 3, admin: 4, owner: 5 };

/**
 * Whether a change of role needs a second person: everything that does not lead down, but for joining
 * as viewer, who only reads. SQL holds the same (`require_role_grant`); this tells people beforehand.
 */
export function isGrant(from: HeldRole, to: Role): boolean {
  if (from === to || (from === "none" && to === "viewer")) return false;
  return RANK[to] >= RANK[from];
}

/** An admin keeps members up to admin; only an owner makes or unmakes an owner. */
export function mayKeepRole(keeper: Role, subject: Role): boolean {
  return keeper === "owner" || subject !== "owner";
}
