import { CanonicalReader, CanonicalWriter } from "@ballast/core/numeric/canonical";
import type { FactValues } from "@ballast/core/risk/refusal";

/** Facts of a slot without a receipt in canonical bytes, as its row stores them. */
export function encodeSlotFacts(facts: FactValues): Uint8Array {
  const writer = new CanonicalWriter();
  return writer.list(facts, ([name, value]) => writer.text(name).text(value)).finish();
}

/** The facts of a slot's row, by name. */
export function decodeSlotFacts(bytes: Uint8Array): ReadonlyMap<string, string> {
  const reader = new CanonicalReader(bytes);
  const facts = reader.list((): readonly [string, string] => [reader.text(), reader.text()]);
  reader.end();
  return new Map(facts);
}
