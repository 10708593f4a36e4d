import type { HeldRole, Role } from "../../server/permissions.ts";

type RoleWords = { readonly role: Role; readonly label: string; readonly may: string };

/** Roles as people read them, the strongest first, each with what it is for. */
export const ROLE_WORDS: readonly RoleWords[] = [
  { role: "owner", label: "Owner", may: "Everything, also over other owners" },
  { role: "admin", label: "Admin", may: "Members, accounts, halting and releasing" },
  { role: "risk_officer", label: "Risk officer", may: "Approves; halts and releases" },
  { role: "operator", label: "Operator", may: "Runs accounts; halts, does not release" },
  { role: "researcher", label: "Researcher", may: "Reads everything" },
  { role: "viewer", label: "Viewer", may: "Reads accounts, decisions and markets" },
];

export function roleLabel(role: HeldRole): string {
  if (role === "none") return "No member yet";
  return ROLE_WORDS.find((words) => words.role === role)?.label ?? role;
}

/** The role of a choice's value; undefined where it is none. */
export function roleOf(value: string): Role | undefined {
  return ROLE_WORDS.find(({ role }) => role === value)?.role;
}
