import type { ReceiptBody } from "@ballast/core/decision/canonical-decision";
import { CHECKS } from "@ballast/core/risk/gate";
import type { OrderPurpose } from "@ballast/core/risk/order-terms";
import type { CheckVerdict, GateAsking } from "../contract/receipt.ts";

type Findings = Pick<ReceiptBody, "facts" | "refusals" | "intents">;

/** Why checks of an instrument's orders had nothing to look at, by check. */
function notesOf({ facts }: Findings, symbol: string): ReadonlyMap<string, string> {
  return new Map(facts.filter((fact) => fact.symbol === symbol && fact.code === "CHECKS_NOT_APPLICABLE").flatMap(({ values }) => values));
}

function verdictsOf(
  purpose: OrderPurpose,
  of: { readonly notes: ReadonlyMap<string, string>; readonly refusedBy: string | undefined },
): readonly CheckVerdict[] {
  const asked = CHECKS.filter(({ appliesTo }) => appliesTo.includes(purpose));
  const stopsAt = asked.findIndex(({ name }) => name === of.refusedBy);
  return asked.map(({ name: check }, index): CheckVerdict => {
    if (stopsAt >= 0 && index > stopsAt) return { check, verdict: "not_asked", why: undefined };
    if (index === stopsAt) return { check, verdict: "refused", why: undefined };
    const why = of.notes.get(check);
    return { check, verdict: why === undefined ? "passed" : "not_applicable", why };
  });
}

/** An entry is sized before it is asked of the gate; of another order that was refused a receipt does not tell its purpose. */
function refusedPurpose({ facts }: Findings, symbol: string): OrderPurpose | undefined {
  return facts.some((fact) => fact.symbol === symbol && fact.code === "SIZED") ? "entry" : undefined;
}

/**
 * What the gate was asked in a decision and what each check said. An order that was let through was
 * asked every check that applies to its purpose; a refused one those before the check that refused.
 */
export function gateAskings(findings: Findings): readonly GateAsking[] {
  const passed = findings.intents.map(({ id, symbol, purpose }): GateAsking => {
    const notes = notesOf(findings, symbol);
    return { symbol, purpose, orderId: id, refusal: undefined, verdicts: verdictsOf(purpose, { notes, refusedBy: undefined }) };
  });
  const refused = findings.refusals.map(({ symbol, check, code, facts }): GateAsking => {
    const purpose = CHECKS.some(({ name }) => name === check) ? refusedPurpose(findings, symbol) : undefined;
    const verdicts = purpose === undefined ? [] : verdictsOf(purpose, { notes: notesOf(findings, symbol), refusedBy: check });
    return { symbol, purpose, orderId: undefined, refusal: { check, code, facts }, verdicts };
  });
  return [...passed, ...refused];
}
