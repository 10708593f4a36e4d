import { describe, expect, it } from "vitest";
import { listProcedures } from "../list-procedures.mapper.ts";
import { ROLES, ROLES_BY_PERMISSION, SELF_PERMISSIONS, type Permission } from "../permissions.ts";

/** Procedures that anyone may call, signed in or not. A new one is a decision: it is made here too. */
const OPEN = ["invitation.accept", "invitation.preview", "setup.create", "setup.state"];

describe("the router", () => {
  it("has no procedure that was made neither by permitted() nor by open()", () => {
    const unlawful = listProcedures().filter(({ meta }) => meta === undefined);
    expect(unlawful.map(({ path }) => path)).toEqual([]);
    expect(listProcedures().length).toBeGreaterThan(30);
  });

  it("is open exactly where this test says so, each time with a reason", () => {
    const opened = listProcedures().filter(({ meta }) => meta !== undefined && "openBecause" in meta);
    expect(opened.map(({ path }) => path).sort()).toEqual(OPEN);
    for (const { meta } of opened) expect(meta).toMatchObject({ openBecause: expect.stringMatching(/^.{30,}\.$/) });
  });

  it("names only permissions that the table has, and uses each of them", () => {
    const used = new Set(listProcedures().flatMap(({ meta }) => (meta !== undefined && "permission" in meta ? [meta.permission] : [])));
    expect([...used].sort()).toEqual(Object.keys(ROLES_BY_PERMISSION).sort());
  });
});

describe("the permission table", () => {
  const entries = Object.entries<readonly string[]>(ROLES_BY_PERMISSION);

  it("lets an owner do everything", () => {
    for (const [permission, roles] of entries) expect(roles, permission).toContain("owner");
  });

  it("lets whoever may release a halt also set one, and not the reverse", () => {
    const maySet: readonly string[] = ROLES_BY_PERMISSION["halt.set"];
    const mayRelease: readonly string[] = ROLES_BY_PERMISSION["halt.release"];
    expect(mayRelease.every((role) => maySet.includes(role))).toBe(true);
    expect(mayRelease).not.toContain("operator");
  });

  it("lets a viewer change nothing but their own", () => {
    const own: readonly string[] = SELF_PERMISSIONS;
    const changing: readonly Permission[] = [
      "account.create",
      "halt.set",
      "halt.release",
      "member.invite",
      "member.change",
      "member.approve",
    ];
    for (const permission of changing) expect(ROLES_BY_PERMISSION[permission]).not.toContain("viewer");
    for (const permission of own) expect(ROLES.length).toBe(entries.find(([name]) => name === permission)?.[1].length);
  });
});
