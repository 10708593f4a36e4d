import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toHex } from "../numeric/hash.ts";
import { decodeReceiptBody } from "./canonical-decision.ts";
import { decideScene, FLAT } from "./decide-fixture.ts";
import type { Decision } from "./decide-types.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash("sha256", bytes, "buffer"));
const { decide, inputAt, ENTRY, QUIET } = decideScene(sha256);

describe("the versions that an account stands on", () => {
  const { profile, settings } = inputAt(ENTRY);
  const active = { profile: profile.hash, settings: settings.hash };
  const other = sha256(new Uint8Array([1]));
  const notesOf = ({ output }: Decision) =>
    output.facts.flatMap(({ code, values }) => (code === "CHECKS_NOT_APPLICABLE" ? values.map(([check]) => check) : []));

  it("are asked of every entry where a run states them, and change nothing else", () => {
    const [stated, silent] = [decide(inputAt(ENTRY, FLAT, { active })), decide(inputAt(ENTRY))];
    expect(stated.output.intents).toEqual(silent.output.intents);
    expect(notesOf(stated)).not.toContain("versions");
    expect(notesOf(silent)).toContain("versions");
  });

  it.each([
    ["profile", "PROFILE_NOT_ACTIVE"],
    ["settings", "SETTINGS_NOT_ACTIVE"],
  ])("refuse an entry that another %s decides", (part, code) => {
    const { output } = decide(inputAt(ENTRY, FLAT, { active: { ...active, [part]: other } }));
    expect(output).toMatchObject({ outcome: "REFUSED", intents: [] });
    expect(new Set(output.refusals.map((refusal) => refusal.code))).toEqual(new Set([code]));
  });

  it("are part of the input, and read from its receipt again", () => {
    const decisions = [undefined, active, { ...active, profile: other }].map((stated) => decide(inputAt(QUIET, FLAT, { active: stated })));
    expect(new Set(decisions.map(({ inputHash }) => toHex(inputHash))).size).toBe(3);
    expect(decisions.map(({ body }) => decodeReceiptBody(body).active)).toEqual([undefined, active, { ...active, profile: other }]);
  });
});
