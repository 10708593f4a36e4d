import { expect, test } from "vitest";
import { bundleCore } from "../../core-bundle.ts";
import { sha256 } from "../../ports/sha256.ts";
import { loadCore } from "./load-core.ts";

const bundleOf = (source: string) => {
  const body = Buffer.from(source);
  return { body, hash: sha256(body) };
};
const MEMBERS = [
  ...["makeDecide", "decodeSnapshot", "decodeInstruments", "decodeRiskProfile"],
  ...["decodeStrategySettings", "decodeAccountState", "decodeReceiptBody"],
];
const coreOf = (member: string): string => `var core={${MEMBERS.map((name) => `${name}:()=>${member}`).join(",")}};export{core};`;

test("the bundle of this release offers what replay asks for", async () => {
  const { hash, bytes } = await bundleCore();
  expect(Object.keys(loadCore({ hash, body: bytes }))).toEqual(expect.arrayContaining([...MEMBERS, "settle", "dispatch", "encodeReceipt"]));
});

test("a bundle under another name is refused before anything of it runs", () => {
  const { hash } = bundleOf(coreOf("1"));
  expect(() => loadCore({ hash, body: Buffer.from("throw new Error('it ran')") })).toThrow(/hashes to/);
});

test.each([
  ["that offers less", "var core={makeDecide(){}};export{core};", /does not offer/],
  ["without its export", "var core={};", /one export/],
])("a bundle %s is refused", (_what, source, message) => {
  expect(() => loadCore(bundleOf(source))).toThrow(message);
});

test("a name inside that is another than outside is found", () => {
  expect(typeof loadCore(bundleOf(coreOf("1").replaceAll("core", "t").replace("{t}", "{t as core}"))).makeDecide).toBe("function");
});

test.each(["process", "require", "fetch", "setTimeout", "Buffer", "WebSocket", "performance", "navigator", "crypto"])(
  "nothing of the host is there: %s",
  (name) => {
    const { decodeSnapshot } = loadCore(bundleOf(coreOf(`typeof ${name}`)));
    expect(decodeSnapshot(new Uint8Array())).toBe("undefined");
  },
);

test("code made from text is refused", () => {
  const { decodeSnapshot } = loadCore(bundleOf(coreOf(`eval("1")`)));
  expect(() => decodeSnapshot(new Uint8Array())).toThrow(/[Cc]ode generation/);
});
