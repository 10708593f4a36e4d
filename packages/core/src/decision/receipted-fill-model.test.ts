import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { barFillModelSchema, DEFAULT_FILL_MODEL } from "../execution/fill-model-spec.ts";
import { toHex } from "../numeric/hash.ts";
import { costsOf } from "./booking.ts";
import { decodeReceiptBody } from "./canonical-decision.ts";
import { decideScene, FLAT } from "./decide-fixture.ts";
import type { DecideInput } from "./decide-types.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash("sha256", bytes, "buffer"));
const { decide, inputAt, ENTRY, walk } = decideScene(sha256);
const { profile, settings } = walk.shared;

const costs = { feeBps: 26, slippageBps: 5 };
const barPath = barFillModelSchema.parse({ name: "bar-path", participationBps: 250 });
const decided = (change: Partial<DecideInput>) => decide(inputAt(ENTRY, FLAT, change));

describe("a fill model in a receipt", () => {
  it("is read back from its body, beside active versions or without", () => {
    const active = { profile: profile.hash, settings: settings.hash };
    for (const stated of [undefined, active]) {
      const body = decodeReceiptBody(decided({ costs: { ...costs, fillModel: barPath }, active: stated }).body);
      expect(body.costs).toEqual({ ...costs, fillModel: barPath });
      expect(body.active).toEqual(stated);
    }
  });

  it("is a part of the input hash, parameter by parameter, and of nothing that is decided", () => {
    const models = [
      undefined,
      barPath,
      { ...barPath, participationBps: 251 },
      { ...barPath, barsMax: 4 },
      { ...barPath, latencyMs: { min: 50, max: 501 } },
    ];
    const decisions = models.map((fillModel) => decided({ costs: { ...costs, fillModel } }));
    expect(new Set(decisions.map(({ inputHash }) => toHex(inputHash))).size).toBe(models.length);
    expect(new Set(decisions.map(({ outputHash }) => toHex(outputHash))).size).toBe(1);
  });

  it("is not written where nothing was chosen: the bytes are those of before there was a choice", () => {
    const [plain, chosen] = [decided({ costs }), decided({ costs: { ...costs, fillModel: undefined } })];
    expect(chosen.body).toEqual(plain.body);
    expect(Object.keys(decodeReceiptBody(plain.body).costs ?? {})).toEqual(["feeBps", "slippageBps"]);
    expect(costsOf({ ...walk.context, fillModel: DEFAULT_FILL_MODEL })).toEqual(costsOf(walk.context));
  });

  it("that this release does not know can't be read", () => {
    const { body } = decided({ costs: { ...costs, fillModel: barPath } });
    const at = Buffer.from(body).indexOf("bar-path");
    const other = Uint8Array.from(body);
    other.set(new TextEncoder().encode("tar-path"), at);
    expect(at).toBeGreaterThan(0);
    expect(() => decodeReceiptBody(other)).toThrow();
    expect(() => decodeReceiptBody(body.subarray(0, -1))).toThrow(RangeError);
  });
});
